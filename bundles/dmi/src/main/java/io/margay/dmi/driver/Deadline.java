package io.margay.dmi.driver;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The instant by which a call must be over, on a clock that is never set. */
public final class Deadline {
  private final LongSupplier nanoClock;
  private final long endNanos;

  private Deadline(LongSupplier nanoClock, long endNanos) {
    this.nanoClock = nanoClock;
    this.endNanos = endNanos;
  }

  /** The deadline that is a time away from now. */
  public static Deadline in(Duration time) {
    return in(time, System::nanoTime);
  }

  /** The deadline that is a time away from now, on a clock such as {@link System#nanoTime()}. */
  public static Deadline in(Duration time, LongSupplier nanoClock) {
    return new Deadline(nanoClock, nanoClock.getAsLong() + time.toNanos());
  }

  /** Milliseconds that are left, rounded up; 0 when it has passed. */
  public long remainingMillis() {
    long nanos = endNanos - nanoClock.getAsLong();
    return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
  }

  /** Whether it has passed. */
  public boolean hasPassed() {
    return endNanos - nanoClock.getAsLong() <= 0;
  }
}
