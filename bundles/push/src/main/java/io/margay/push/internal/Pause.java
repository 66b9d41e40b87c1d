package io.margay.push.internal;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A wait that may be cut short. Used under the lock of its owner. */
final class Pause {
  private final Time time;
  private final Consumer<Runnable> underLock;
  private Time.@Nullable Alarm alarm;
  private long endNanos;
  private int round;

  /**
   * @param underLock runs a task under the owner's lock
   */
  Pause(Time time, Consumer<Runnable> underLock) {
    this.time = time;
    this.underLock = underLock;
  }

  /**
   * Begins.
   *
   * @param then follows under the lock once the time is over, unless it was ended before
   */
  void begin(Duration length, Runnable then) {
    end();
    int mine = round;
    endNanos = time.nanos() + length.toNanos();
    alarm = time.after(length, () -> underLock.accept(() -> over(mine, then)));
  }

  private void over(int ended, Runnable then) {
    if (ended == round) {
      alarm = null;
      then.run();
    }
  }

  void end() {
    round++;
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  boolean isOn() {
    return alarm != null;
  }

  /** How long it still takes. */
  Duration left() {
    return alarm == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, endNanos - time.nanos()));
  }
}
