package io.margay.mapper.internal.swap;

/** What the drivers of a bundle are doing. */
public enum Standing {
  /** None of them serves: they are not there, not wanted, or were turned back. */
  IDLE,
  /** Devices move to one of them. */
  SWAPPING,
  /** One of them serves, and no devices move to any. */
  SERVING
}
