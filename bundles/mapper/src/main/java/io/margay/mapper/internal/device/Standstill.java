package io.margay.mapper.internal.device;

import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.work.Time;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a swap does not get on, for whatever reason, so that each one ends in bounded time:
 * after one term without progress it is to turn back, after a further one its end is forced.
 */
final class Standstill {
  private final SwapProgress progress;
  private final Time time;
  private final long termNanos;
  private final Runnable turnBack;
  private final Runnable force;
  private volatile Time.@Nullable Alarm alarm;
  private @Nullable Mark last;
  private boolean told;

  /** How far a swap was. */
  private record Mark(Enum<?> step, int done, int total) {
    static Mark of(SwapRow row) {
      return new Mark(row.step(), row.done(), row.total());
    }
  }

  /**
   * Both are run on the clock's thread.
   *
   * @param termNanos longer than anything that a swap waits for
   */
  Standstill(SwapProgress progress, Time time, long termNanos, Runnable turnBack, Runnable force) {
    this.progress = progress;
    this.time = time;
    this.termNanos = termNanos;
    this.turnBack = turnBack;
    this.force = force;
  }

  /** Looks after each term, until the swap is over. */
  void watch() {
    alarm = time.after(termNanos, this::look);
    if (progress.isOver()) {
      end();
    }
  }

  /** Lets go of a swap that is over. */
  void end() {
    Time.Alarm coming = alarm;
    if (coming != null) {
      coming.cancel();
    }
  }

  private void look() {
    SwapRow row = progress.row();
    if (row.step().isEnd()) {
      return;
    }
    Mark now = Mark.of(row);
    if (now.equals(last)) {
      (told ? force : turnBack).run();
      told = true;
    }
    last = now;
    watch();
  }
}
