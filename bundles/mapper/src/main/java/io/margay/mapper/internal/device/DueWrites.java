package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Time;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Has the wishes of a device written when the next one is due. Guarded by the device's lock. */
final class DueWrites {
  private final Wishes wishes;
  private final Time time;
  private final ReentrantLock lock;
  private final LongConsumer write;
  private Time.@Nullable Alarm alarm;
  private boolean running;
  private boolean queued;

  /**
   * @param lock the device's lock
   * @param write puts a write in the queue of the device's link, to be done by a time
   */
  DueWrites(Wishes wishes, Time time, ReentrantLock lock, LongConsumer write) {
    this.wishes = wishes;
    this.time = time;
    this.lock = lock;
    this.write = write;
  }

  /** The device can be written to. */
  void start() {
    running = true;
    check();
  }

  /** The device cannot be written to. */
  void stop() {
    running = false;
    cancel();
  }

  /** The job that writes has begun. */
  void begun() {
    queued = false;
  }

  /** Looks when the next wish is due. */
  void check() {
    OptionalLong next = wishes.nextTryNanos();
    if (!running || queued || next.isEmpty()) {
      return;
    }
    long wait = next.getAsLong() - time.nanos();
    if (wait <= 0) {
      queued = true;
      write.accept(next.getAsLong());
    } else {
      cancel();
      alarm = time.after(wait, this::ring);
    }
  }

  private void ring() {
    lock.lock();
    try {
      check();
    } finally {
      lock.unlock();
    }
  }

  private void cancel() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }
}
