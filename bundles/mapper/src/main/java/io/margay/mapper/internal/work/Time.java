package io.margay.mapper.internal.work;

import java.time.Instant;

/** The engine's sense of time, so that tests can play it. */
public interface Time {

  /** Nanoseconds on a clock that is never set. */
  long nanos();

  /** The time of day, for what people and the cloud read. */
  Instant now();

  /**
   * Runs a task later, on the clock's one thread; the task must be short and must not block.
   *
   * @param delayNanos from now; at once when it is not positive
   */
  Alarm after(long delayNanos, Runnable task);

  /** A task that may still be called off. */
  interface Alarm {
    /** Calls it off; nothing happens when it has run or is running. */
    void cancel();
  }
}
