package io.margay.dmi;

/** How far a value can be trusted. */
public enum Quality {
  /** Read from the device, and within its limits. */
  GOOD,
  /**
   * Read from the device, but doubtful: outside the limits that its model gives, or old, because
   * nobody has tried to read it since.
   */
  UNCERTAIN,
  /** Tried and not read: the device or this property of it did not answer as it should. */
  BAD
}
