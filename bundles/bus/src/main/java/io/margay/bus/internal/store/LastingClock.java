package io.margay.bus.internal.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A time in milliseconds that goes on over restarts and never jumps: sessions, wills and messages
 * expire by it.
 *
 * <p>While the node runs, it is the monotonic clock. For the time the node was down the wall clock
 * is asked, but a machine without a battery may have any wall time at boot: a difference counts as
 * at least nothing and at most {@link #LONGEST_PAUSE}. So a wrong clock makes things live longer,
 * and cannot end them all at once.
 */
public final class LastingClock {

  /** The most that a restart may add. */
  public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final LongSupplier wallMillis;
  private final LongSupplier nanos;
  private final AtomicLong offset;

  /** What the clock showed at an instant of wall time. */
  public record Mark(long lastingMillis, long wallMillis) {}

  /**
   * A clock that begins at 0.
   *
   * @param nanos a monotonic clock
   */
  public LastingClock(LongSupplier wallMillis, LongSupplier nanos) {
    this.wallMillis = wallMillis;
    this.nanos = nanos;
    this.offset = new AtomicLong(-nanos.getAsLong() / 1_000_000);
  }

  /** A clock that nobody will continue. */
  static LastingClock ofThisRun() {
    return new LastingClock(System::currentTimeMillis, System::nanoTime);
  }

  /** Goes on from where an earlier run was last seen. */
  void resume(Mark last) {
    long pause = wallMillis.getAsLong() - last.wallMillis();
    long counted = Math.max(0, Math.min(pause, LONGEST_PAUSE.toMillis()));
    offset.addAndGet(Math.max(0, last.lastingMillis() + counted - millis()));
  }

  /** What it shows now. */
  public long millis() {
    return nanos.getAsLong() / 1_000_000 + offset.get();
  }

  Mark mark() {
    return new Mark(millis(), wallMillis.getAsLong());
  }
}
