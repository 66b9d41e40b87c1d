package io.margay.mapper.internal.device;

/** The move of a device to another driver, as its line sees it. */
interface MoveUnderWay {

  /** The device's conversation with the old driver hangs and was given up. */
  void stranded();

  /**
   * The line ends.
   *
   * @param closed to be run when no call of the new driver is under way any more
   */
  void cancel(Runnable closed);
}
