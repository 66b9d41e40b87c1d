package io.margay.mapper.internal.swap;

/** How far a swap is. */
public enum SwapStep {
  /** No swap: a driver serves of which no device has given a good value yet. */
  UNPROVEN,
  /** The new driver looks at the descriptions of all devices; nothing has changed yet. */
  VALIDATING,
  /** One device has moved and is observed. */
  CANARY,
  /** The others move, one after another. */
  MOVING,
  /** All have moved; the old driver stands by. */
  PROBATION,
  /** Devices go back to the old driver. */
  ROLLING_BACK,
  /** Over: the new driver serves. */
  DONE,
  /** Over: the old driver serves. */
  ROLLED_BACK;

  /** Whether nothing more follows. */
  public boolean isEnd() {
    return this == DONE || this == ROLLED_BACK;
  }
}
