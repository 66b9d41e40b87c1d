package io.margay.mapper.internal.device;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: a quick one after a success, then initial · 2ⁿ up to a
 * cap, spread so that devices which failed together do not come back together.
 */
final class BackOff {
  private static final double SPREAD = 0.2;
  private static final int MOST_DOUBLINGS = 20;

  /** The waits, in milliseconds. */
  record Waits(long quickMillis, long initialMillis, long maxMillis) {}

  private final Waits waits;
  private final DoubleSupplier random;
  private boolean quick;
  private int doublings;
  private int failures;

  /**
   * @param random from 0 to 1
   */
  BackOff(Waits waits, DoubleSupplier random) {
    this.waits = waits;
    this.random = random;
  }

  /** It works: the next failure is the first of its kind, and is looked at again soon. */
  void succeeded() {
    quick = true;
    doublings = 0;
    failures = 0;
  }

  /** How many attempts have failed since the last success. */
  int failures() {
    return failures;
  }

  /** One more failure; the nanoseconds to wait. */
  long failed() {
    failures++;
    long millis = quick ? waits.quickMillis() : waits.initialMillis() << doublings;
    if (!quick && doublings < MOST_DOUBLINGS) {
      doublings++;
    }
    quick = false;
    double spread = 1 - SPREAD * random.getAsDouble();
    return (long) (TimeUnit.MILLISECONDS.toNanos(Math.min(millis, waits.maxMillis())) * spread);
  }
}
