package io.margay.dmi.driver;

/** What a driver can do beyond reading and writing. */
public enum Capability {
  /** {@link DeviceSession#invoke}. */
  INVOKE,
  /** {@link DeviceSession#subscribe}. */
  SUBSCRIBE,
  /** {@link DeviceDriver#discover}. */
  DISCOVER
}
