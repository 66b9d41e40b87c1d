package io.margay.mapper.internal.work;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One call under watch: running, interrupted, given up, or over. */
public final class WatchedCall {
  /** How a call ended. */
  public enum End {
    /** In time. */
    IN_TIME,
    /** After its thread had been interrupted. */
    LATE,
    /** After its thread had been given up: the world has gone on without it. */
    GIVEN_UP
  }

  private final Time time;
  private final Workers workers;
  private final long graceNanos;
  private final Runnable givenUp;
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private End end = End.IN_TIME;
  private boolean over;
  private Time.@Nullable Alarm alarm;

  WatchedCall(Time time, Workers workers, long graceNanos, Runnable givenUp) {
    this.time = time;
    this.workers = workers;
    this.graceNanos = graceNanos;
    this.givenUp = givenUp;
  }

  void begin(long nanos) {
    lock.lock();
    try {
      alarm = time.after(nanos, this::interrupt);
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the call now, as if its time were up. */
  public void interrupt() {
    lock.lock();
    try {
      if (over || end != End.IN_TIME) {
        return;
      }
      end = End.LATE;
      thread.interrupt();
      cancelAlarm();
      alarm = time.after(graceNanos, this::giveUp);
    } finally {
      lock.unlock();
    }
  }

  private void giveUp() {
    lock.lock();
    try {
      if (over) {
        return;
      }
      if (!workers.abandon(thread)) {
        alarm = time.after(graceNanos, this::giveUp);
        return;
      }
      end = End.GIVEN_UP;
      givenUp.run();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the watch, on the thread that made the call, and leaves no interrupt behind. */
  public End over() {
    lock.lock();
    try {
      over = true;
      cancelAlarm();
      if (end != End.IN_TIME) {
        Thread.interrupted();
      }
      return end;
    } finally {
      lock.unlock();
    }
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
