package io.margay.edged.internal.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long things wait that went wrong: 10 s, doubled each time up to 5 minutes, and forgotten
 * after twice that without another failure. Not safe for several threads.
 */
final class BackOffs {
  static final Duration FIRST = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration MEMORY = LONGEST.multipliedBy(2);

  private final Map<String, Step> steps = new HashMap<>();

  private record Step(Duration delay, Instant since) {}

  /** Notes a failure; gives how long to wait. */
  Duration failed(String what, Instant now) {
    Step before = steps.get(what);
    Duration delay = FIRST;
    if (before != null && !now.isAfter(before.since().plus(before.delay()).plus(MEMORY))) {
      delay = min(before.delay().multipliedBy(2), LONGEST);
    }
    steps.put(what, new Step(delay, now));
    return delay;
  }

  void forget(String what) {
    steps.remove(what);
  }

  /** How long each waits. */
  Map<String, Duration> delays() {
    Map<String, Duration> delays = new HashMap<>();
    steps.forEach((what, step) -> delays.put(what, step.delay()));
    return delays;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
