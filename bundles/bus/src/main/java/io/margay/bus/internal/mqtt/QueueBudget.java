package io.margay.bus.internal.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of what waits for all clients together. Safe for all threads. */
final class QueueBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  QueueBudget(long limit) {
    this.limit = limit;
  }

  /** Takes bytes out of the budget, or none and false when they are not there. */
  boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
