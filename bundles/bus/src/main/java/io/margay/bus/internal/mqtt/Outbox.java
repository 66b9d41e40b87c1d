package io.margay.bus.internal.mqtt;

import io.margay.bus.QoS;
import io.margay.bus.internal.store.SessionPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one client, in order. When there is no room, messages of QoS 0 go
 * first, the oldest before the newer; then the oldest of all. Safe for all threads.
 *
 * <p>Those that must be acknowledged are numbered and noted in the session's page. A delivery keeps
 * its bytes of the budget until the session gives them back, after sending or after the
 * acknowledgement.
 */
final class Outbox {
  private final int capacity;
  private final QueueBudget budget;
  private final SessionPage page;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final Object lock = new Object();
  private long lastNumber;
  private int unacknowledged;
  private boolean mortal;
  private boolean closed;

  /**
   * @param lastNumber the number that was given out last
   */
  Outbox(int capacity, QueueBudget budget, SessionPage page, long lastNumber) {
    this.capacity = capacity;
    this.budget = budget;
    this.page = page;
    this.lastNumber = lastNumber;
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
      add(delivery);
      return dropped;
    }
  }

  private void add(Delivery delivery) {
    mortal |= delivery.mortal();
    if (!delivery.acknowledged()) {
      unacknowledged++;
      queue.add(delivery);
    } else if (delivery.number() != 0) {
      queue.add(delivery);
    } else {
      Delivery numbered = delivery.numbered(++lastNumber);
      queue.add(numbered);
      page.queued(numbered.saved());
    }
  }

  private boolean dropForSakeOf(Delivery coming) {
    if (unacknowledged > 0) {
      drop(removeOldestUnacknowledged());
    } else if (coming.qos() == QoS.AT_MOST_ONCE || queue.isEmpty()) {
      if (coming.number() != 0) {
        page.done(coming.number());
      }
      return false;
    } else {
      drop(queue.remove());
    }
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

  private void drop(Delivery delivery) {
    budget.giveBack(delivery.bytes());
    if (delivery.acknowledged()) {
      page.done(delivery.number());
    }
  }

  /**
   * Takes the next message out.
   *
   * @param mayGo whether a message that must be acknowledged may go; if not it stays, and so does
   *     everything behind it, since order comes first
   */
  @Nullable Delivery poll(Predicate<Delivery> mayGo) {
    synchronized (lock) {
      Delivery next = queue.peek();
      if (next == null || (next.acknowledged() && !mayGo.test(next))) {
        return null;
      }
      unacknowledged -= next.acknowledged() ? 0 : 1;
      return queue.remove();
    }
  }

  /** Throws away what the client shall not get any more, and returns how many that were. */
  int dropIf(Predicate<Delivery> unwanted) {
    synchronized (lock) {
      int before = queue.size();
      for (Iterator<Delivery> all = queue.iterator(); all.hasNext(); ) {
        Delivery delivery = all.next();
        if (unwanted.test(delivery)) {
          all.remove();
          unacknowledged -= delivery.acknowledged() ? 0 : 1;
          drop(delivery);
        }
      }
      return before - queue.size();
    }
  }

  /** Throws away what is of no more use, and returns how many that were. */
  int dropExpired(long now) {
    synchronized (lock) {
      if (!mortal) {
        return 0;
      }
      int dropped = dropIf(delivery -> delivery.expired(now));
      mortal = !queue.isEmpty();
      return dropped;
    }
  }

  int size() {
    synchronized (lock) {
      return queue.size();
    }
  }

  /** Takes nothing more, and lets go of all without noting it. */
  void close() {
    synchronized (lock) {
      closed = true;
      queue.forEach(delivery -> budget.giveBack(delivery.bytes()));
      queue.clear();
      unacknowledged = 0;
    }
  }
}
