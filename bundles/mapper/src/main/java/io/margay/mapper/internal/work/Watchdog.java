package io.margay.mapper.internal.work;

import java.util.concurrent.TimeUnit;

/**
 * Watches calls that may hang: interrupts one that overruns, and gives its thread up when even that
 * does not help.
 */
public final class Watchdog {
  private final Time time;
  private final Workers workers;
  private final long leewayNanos;
  private final long graceNanos;

  /**
   * @param leewayMillis how long after its deadline a call is interrupted, so that a driver which
   *     keeps its deadline can say itself what was wrong
   * @param graceMillis how long after the interrupt the thread is given up
   */
  public Watchdog(Time time, Workers workers, long leewayMillis, long graceMillis) {
    this.time = time;
    this.workers = workers;
    this.leewayNanos = TimeUnit.MILLISECONDS.toNanos(leewayMillis);
    this.graceNanos = TimeUnit.MILLISECONDS.toNanos(graceMillis);
  }

  /**
   * Begins to watch a call that the current thread is about to make.
   *
   * @param givenUp runs on the clock's thread when the thread is given up
   */
  public WatchedCall watch(long millis, Runnable givenUp) {
    WatchedCall call = new WatchedCall(time, workers, graceNanos, givenUp);
    call.begin(TimeUnit.MILLISECONDS.toNanos(millis) + leewayNanos);
    return call;
  }
}
