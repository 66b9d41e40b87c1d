package io.margay.bus;

import org.osgi.annotation.versioning.ProviderType;

/** A running subscription inside the JVM. */
@ProviderType
public interface Subscription extends AutoCloseable {

  /** How many messages were thrown away because the subscriber was too slow. */
  long dropped();

  /** Ends the subscription; the subscriber is not called any more once this has returned. */
  @Override
  void close();
}
