package io.margay.bus.internal.bridge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubled each time up to a bound, of which a random part
 * between half and all is taken, so that many nodes do not return to one broker at once.
 */
final class BackOff {
  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  /**
   * @throws IllegalArgumentException naming the key that is out of range
   */
  BackOff(Duration shortest, Duration longest, RandomGenerator random) {
    if (shortest.toMillis() < 1) {
      throw new IllegalArgumentException(
          "retryMinMillis: found " + shortest.toMillis() + ", expected at least 1");
    }
    if (longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "retryMaxMillis: found %d, expected at least retryMinMillis, %d"
              .formatted(longest.toMillis(), shortest.toMillis()));
    }
    this.shortest = shortest;
    this.longest = longest;
    this.random = random;
    this.next = shortest;
  }

  /** The wait before the next attempt. */
  Duration next() {
    Duration full = next;
    Duration doubled = full.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    long half = full.toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(full.toNanos() - half + 1));
  }

  /** The other side is well: the next wait is the shortest again. */
  void reset() {
    next = shortest;
  }
}
