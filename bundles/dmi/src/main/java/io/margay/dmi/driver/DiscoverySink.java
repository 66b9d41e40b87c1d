package io.margay.dmi.driver;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the devices that a search finds, as it finds them. Used only during that call. */
@ProviderType
public interface DiscoverySink {

  /** A device was found. One that was told already is told again at no harm. */
  void found(DiscoveredDevice device);
}
