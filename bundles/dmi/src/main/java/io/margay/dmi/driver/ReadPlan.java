package io.margay.dmi.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Properties compiled into requests, once, to be executed many times. Immutable; means something to
 * the session that made it only.
 */
@ConsumerType
public interface ReadPlan {

  /** How many requests one execution takes. */
  int requests();
}
