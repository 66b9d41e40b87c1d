package io.margay.mapper.internal.device;

/**
 * Is told how the move to another driver ended: one of these, once, on a worker or on the clock's
 * thread.
 */
interface MoveOutcome {

  /**
   * The new driver has taken over.
   *
   * @param gapNanos the longest time that a device was without a driver
   */
  void moved(long gapNanos);

  /** The new driver cannot take over; the old one goes on. */
  void failed(String reason);

  /**
   * A description has changed meanwhile; the old driver goes on, and the move may be tried again.
   */
  void describedAnew();
}
