package io.margay.bus.internal.mqtt;

import io.margay.bus.QoS;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one client, in order. When there is no room, messages of QoS 0 go
 * first, the oldest before the newer; then the oldest of all. Safe for all threads.
 *
 * <p>A delivery keeps its bytes of the budget until the session gives them back, after sending or
 * after the acknowledgement.
 */
final class Outbox {
  private final int capacity;
  private final QueueBudget budget;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final Object lock = new Object();
  private int unacknowledged;
  private boolean closed;

  Outbox(int capacity, QueueBudget budget) {
    this.capacity = capacity;
    this.budget = budget;
  }

  /**
   * Puts a message last.
   *
   * @return how many messages were dropped, this one perhaps among them
   */
  int offer(Delivery delivery) {
    synchronized (lock) {
      if (closed) {
        return 0;
      }
      int dropped = 0;
      while (queue.size() == capacity || !budget.take(delivery.bytes())) {
        dropped++;
        if (!dropForSakeOf(delivery)) {
          return dropped;
        }
      }
      queue.add(delivery);
      unacknowledged += delivery.acknowledged() ? 0 : 1;
      return dropped;
    }
  }

  private boolean dropForSakeOf(Delivery coming) {
    Delivery victim;
    if (unacknowledged > 0) {
      victim = removeOldestUnacknowledged();
    } else if (coming.qos() == QoS.AT_MOST_ONCE || queue.isEmpty()) {
      return false;
    } else {
      victim = queue.remove();
    }
    budget.giveBack(victim.bytes());
    return true;
  }

  private Delivery removeOldestUnacknowledged() {
    for (Iterator<Delivery> all = queue.iterator(); all.hasNext(); ) {
      Delivery delivery = all.next();
      if (!delivery.acknowledged()) {
        all.remove();
        unacknowledged--;
        return delivery;
      }
    }
    throw new IllegalStateException("counted " + unacknowledged + " messages of QoS 0, found none");
  }

  /**
   * Takes the next message out.
   *
   * @param windowOpen whether a message that must be acknowledged may go; if not it stays, and so
   *     does everything behind it, since order comes first
   */
  @Nullable Delivery poll(boolean windowOpen) {
    synchronized (lock) {
      Delivery next = queue.peek();
      if (next == null || (next.acknowledged() && !windowOpen)) {
        return null;
      }
      unacknowledged -= next.acknowledged() ? 0 : 1;
      return queue.remove();
    }
  }

  int size() {
    synchronized (lock) {
      return queue.size();
    }
  }

  /** Throws everything away, and from now on whatever comes. */
  void close() {
    synchronized (lock) {
      closed = true;
      queue.forEach(delivery -> budget.giveBack(delivery.bytes()));
      queue.clear();
      unacknowledged = 0;
    }
  }
}
