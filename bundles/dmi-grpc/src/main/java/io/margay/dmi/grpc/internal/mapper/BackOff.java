package io.margay.dmi.grpc.internal.mapper;

import java.time.Duration;

/** How long to wait after each of several failures: twice as long each time, up to a limit. */
final class BackOff {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private int failures;

  BackOff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** One more failure; how long to wait now. */
  Duration failed() {
    Duration wait = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return wait.compareTo(longest) < 0 ? wait : longest;
  }

  int failures() {
    return failures;
  }

  void succeeded() {
    failures = 0;
  }
}
