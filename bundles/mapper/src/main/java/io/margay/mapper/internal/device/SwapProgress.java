package io.margay.mapper.internal.device;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** How a swap stands, for the shell to look at while it goes on; its end is final. */
final class SwapProgress {
  private final ReentrantLock lock = new ReentrantLock();
  private SwapRow row;

  SwapProgress(DriverEntry from, DriverEntry to) {
    row = SwapRow.of(from, to);
  }

  SwapRow row() {
    lock.lock();
    try {
      return row;
    } finally {
      lock.unlock();
    }
  }

  SwapStep step() {
    return row().step();
  }

  boolean isOver() {
    return step().isEnd();
  }

  /** Whether a device is the one that moved first and is observed now. */
  boolean observes(DeviceLine line) {
    SwapRow now = row();
    return now.step() == SwapStep.CANARY && now.canary().equals(line.key().toString());
  }

  void step(SwapStep next) {
    update(now -> now.at(next));
  }

  /** Ends it; false when it was over already. */
  boolean end(SwapStep last, String reason) {
    lock.lock();
    try {
      boolean first = !row.step().isEnd();
      if (first) {
        row = row.at(last).saying(reason);
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  void update(UnaryOperator<SwapRow> change) {
    lock.lock();
    try {
      row = row.step().isEnd() ? row : change.apply(row);
    } finally {
      lock.unlock();
    }
  }
}
