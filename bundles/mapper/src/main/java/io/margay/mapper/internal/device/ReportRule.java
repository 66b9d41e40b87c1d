package io.margay.mapper.internal.device;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which readings of a property are reported.
 *
 * <ul>
 *   <li>A change of quality, and a reading that somebody waits for: always, at once.
 *   <li>Else not more often than the report cycle says.
 *   <li>On change: only what has left the deadband around the value reported last, or when nothing
 *       was reported for the longest silence.
 * </ul>
 *
 * <p>Half a collect cycle early is in time: a poll that comes a little late must not cost a whole
 * cycle.
 *
 * @param deadband null when readings are reported whether they have changed or not
 * @param cycleNanos the shortest time between reports
 * @param silenceNanos the longest time between them
 */
record ReportRule(@Nullable Deadband deadband, long cycleNanos, long silenceNanos) {

  /** Reports in the report cycle, or with each reading when that is not longer. */
  static ReportRule cyclic(long collectMillis, long reportMillis) {
    return new ReportRule(null, early(collectMillis, reportMillis), 0);
  }

  /**
   * Reports changes.
   *
   * @param silenceMillis the longest time without a report; 0 for no limit
   */
  static ReportRule onChange(
      long collectMillis, long reportMillis, Deadband deadband, long silenceMillis) {
    return new ReportRule(
        deadband,
        early(collectMillis, reportMillis),
        silenceMillis == 0 ? Long.MAX_VALUE : early(collectMillis, silenceMillis));
  }

  /**
   * Whether a reading is due for a report, its quality being the same as before.
   *
   * @param reported the value that was reported last
   * @param silentNanos since then
   */
  boolean due(@Nullable Object reported, @Nullable Object value, long silentNanos) {
    if (silentNanos < cycleNanos) {
      return false;
    }
    return deadband == null || silentNanos >= silenceNanos || deadband.isLeft(reported, value);
  }

  private static long early(long collectMillis, long millis) {
    return millis <= collectMillis
        ? 0
        : TimeUnit.MILLISECONDS.toNanos(millis) - TimeUnit.MILLISECONDS.toNanos(collectMillis) / 2;
  }
}
