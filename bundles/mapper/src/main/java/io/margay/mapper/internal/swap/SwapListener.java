package io.margay.mapper.internal.swap;

/** Is told when a swap is over, so that the bundle that lost can be taken away. */
@FunctionalInterface
public interface SwapListener {

  /**
   * A swap is over; no device is served by the dropped driver any more. Called on a worker, and may
   * block.
   *
   * @param kept serves from now on
   * @param dropped serves no longer, or never did
   * @param rolledBack whether the new driver was dropped
   * @param reason in words for people
   */
  void ended(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason);
}
