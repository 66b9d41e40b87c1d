package io.margay.push.internal;

import java.time.Duration;
import java.time.Instant;

/** The engine's sense of time, so that tests can play it. */
interface Time {

  /** Nanoseconds on a clock that is never set. */
  long nanos();

  /** The time of day. */
  Instant now();

  /** Runs a short task later on the clock's one thread; it must not block. */
  Alarm after(Duration delay, Runnable task);

  /** A task that may still be called off. */
  interface Alarm {
    /** Calls it off; nothing happens when it has run or is running. */
    void cancel();
  }
}
