package io.margay.mapper.internal.swap;

/**
 * A swap as the shell shows it.
 *
 * @param done devices that have moved
 * @param total devices that are to move
 * @param canary the device that moved first; empty when none has
 * @param bad reads that were worse than the old driver's, so far
 * @param longestGapMillis the longest time that a device was without a driver
 */
public record SwapRow(
    String protocol,
    String from,
    String to,
    SwapStep step,
    int done,
    int total,
    String canary,
    long bad,
    long longestGapMillis,
    String message) {

  /** The row of a swap that begins. */
  public static SwapRow of(DriverEntry from, DriverEntry to) {
    return new SwapRow(
        to.protocol(), from.toString(), to.toString(), SwapStep.VALIDATING, 0, 0, "", 0, 0, "");
  }

  /** The row of one that did not begin, because the new driver came to nothing before. */
  public static SwapRow refused(DriverEntry serving, String tried, String reason) {
    return new SwapRow(
        serving.protocol(),
        serving.toString(),
        tried,
        SwapStep.ROLLED_BACK,
        0,
        0,
        "",
        0,
        0,
        reason);
  }

  /** The row of a driver that serves, for want of a better one, devices that give no good value. */
  public static SwapRow unproven(DriverEntry serving, int devices, String doubt) {
    return new SwapRow(
        serving.protocol(), "", serving.toString(), SwapStep.UNPROVEN, 0, devices, "", 0, 0, doubt);
  }

  /** With the next step. */
  public SwapRow at(SwapStep next) {
    return with(next, done, total, canary, bad, longestGapMillis, message);
  }

  /** With the devices that are to move. */
  public SwapRow of(int devices) {
    return with(step, done, devices, canary, bad, longestGapMillis, message);
  }

  /** With the device that moves first. */
  public SwapRow first(String device) {
    return with(step, done, total, device, bad, longestGapMillis, message);
  }

  /** With the devices that have moved, and the gap of the last ones. */
  public SwapRow moved(int devices, long gapMillis) {
    return with(
        step,
        devices,
        Math.max(total, devices),
        canary,
        bad,
        Math.max(longestGapMillis, gapMillis),
        message);
  }

  /** With one more bad read. */
  public SwapRow oneMoreBad() {
    return with(step, done, total, canary, bad + 1, longestGapMillis, message);
  }

  /** With a word to people. */
  public SwapRow saying(String words) {
    return with(step, done, total, canary, bad, longestGapMillis, words);
  }

  private SwapRow with(
      SwapStep step, int done, int total, String canary, long bad, long gapMillis, String message) {
    return new SwapRow(protocol, from, to, step, done, total, canary, bad, gapMillis, message);
  }
}
