package io.margay.push.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How records of one target wait, and for how long.
 *
 * @param batchRecords given to a target at once, at most
 * @param linger that a record waits for others to go with it
 * @param timeout of one delivery
 * @param retryMin the first wait after a failure
 * @param retryMax the longest wait after failures
 * @param memoryRecords in memory, at most
 * @param storeRecords on the disk, at most
 * @param storeBytes on the disk, at most
 */
record PushLimits(
    int batchRecords,
    Duration linger,
    Duration timeout,
    Duration retryMin,
    Duration retryMax,
    int memoryRecords,
    long storeRecords,
    long storeBytes) {
  private static final int MOST_DOUBLINGS = 30;
  private static final long DAY_MILLIS = 86_400_000;

  /**
   * @throws IllegalArgumentException naming the key that is out of range, be it one of those that
   *     are no limit of a single target
   */
  static PushLimits of(PushConfig config) {
    within("maxThreads", config.maxThreads(), 1, 1_000);
    within("storeMib", config.storeMib(), 1, 1 << 20);
    return new PushLimits(
        (int) within("batchRecords", config.batchRecords(), 1, 10_000),
        Duration.ofMillis(within("lingerMillis", config.lingerMillis(), 0, 60_000)),
        Duration.ofMillis(within("timeoutMillis", config.timeoutMillis(), 100, 600_000)),
        Duration.ofMillis(within("retryMinMillis", config.retryMinMillis(), 10, DAY_MILLIS)),
        Duration.ofMillis(
            within("retryMaxMillis", config.retryMaxMillis(), config.retryMinMillis(), DAY_MILLIS)),
        (int) within("memoryRecords", config.memoryRecords(), config.batchRecords(), 1_000_000),
        within("storeRecords", config.storeRecords(), 1, Integer.MAX_VALUE),
        within("storeBytes", config.storeBytes(), 1, Long.MAX_VALUE));
  }

  private static long within(String key, long found, long least, long most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "io.margay.push: %s: found %d, expected %d to %d".formatted(key, found, least, most));
    }
    return found;
  }

  /** From how many records in memory on they are stored though the target is there. */
  int spillRecords() {
    return Math.max(batchRecords, memoryRecords / 2);
  }

  /**
   * How long to wait after so many failures in a row: doubled each time up to a bound, of which a
   * random part between half and all is taken, so that many nodes do not return at once.
   */
  Duration retryAfter(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    long whole = Math.min(retryMax.toMillis(), retryMin.toMillis() << doublings);
    return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
  }
}
