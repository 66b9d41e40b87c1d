package io.margay.bus.internal.mqtt;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Bounds the memory of what waits for one client, and for all together. Safe for all threads. */
final class QueueBudget {
  private final long limit;
  private final @Nullable QueueBudget whole;
  private final AtomicLong used = new AtomicLong();

  QueueBudget(long limit) {
    this(limit, null);
  }

  private QueueBudget(long limit, @Nullable QueueBudget whole) {
    this.limit = limit;
    this.whole = whole;
  }

  /** A part of this budget with a bound of its own. */
  QueueBudget part(long ofOne) {
    return new QueueBudget(ofOne, this);
  }

  /** Takes bytes out of the budget, or none and false when they are not there. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) > limit || (whole != null && !whole.take(bytes))) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
    if (whole != null) {
      whole.giveBack(bytes);
    }
  }

  long used() {
    return used.get();
  }
}
