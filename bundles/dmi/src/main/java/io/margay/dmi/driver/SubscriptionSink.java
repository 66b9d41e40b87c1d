package io.margay.dmi.driver;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes what a device says of its own accord. Unlike its parent it may be used from any thread, and
 * until {@link DeviceSession#close()} returns; what comes later is dropped. It never blocks.
 */
@ProviderType
public interface SubscriptionSink extends ReadingSink {

  /** The device will say no more; the engine closes the session and opens another one. */
  void lost(String reason);
}
