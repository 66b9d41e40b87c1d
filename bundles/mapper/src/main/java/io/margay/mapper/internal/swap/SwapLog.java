package io.margay.mapper.internal.swap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The swaps under way, and the last ones that are over, of which it keeps the words alone. */
public final class SwapLog {
  private static final int MOST = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** A swap begins. */
  public void begun(Swap swap) {
    add(new Entry(swap, swap.row()));
  }

  /** A swap is over that never began. */
  public void refused(SwapRow row) {
    add(new Entry(null, row));
  }

  /** Some swap is over: lets go of the drivers of those that are. */
  public void ended() {
    lock.lock();
    try {
      entries.forEach(Entry::letGo);
    } finally {
      lock.unlock();
    }
  }

  /** All of them, the newest first. */
  public List<SwapRow> rows() {
    lock.lock();
    try {
      return entries.stream().map(Entry::now).toList();
    } finally {
      lock.unlock();
    }
  }

  private void add(Entry entry) {
    lock.lock();
    try {
      entries.addFirst(entry);
      if (entries.size() > MOST) {
        entries.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  private static final class Entry {
    private @Nullable Swap swap;
    private SwapRow last;

    private Entry(@Nullable Swap swap, SwapRow last) {
      this.swap = swap;
      this.last = last;
    }

    private SwapRow now() {
      if (swap != null) {
        last = swap.row();
      }
      return last;
    }

    private void letGo() {
      if (now().step().isEnd()) {
        swap = null;
      }
    }
  }
}
