package io.margay.bus.internal;

import io.margay.bus.Message;
import io.margay.bus.Subscriber;
import io.margay.bus.Subscription;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.Receiver;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.Traffic;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber inside the JVM with its queue. When the queue is full the oldest message is
 * dropped. Messages that were retained at the time of subscribing do not count against the queue:
 * they are in memory anyway.
 */
final class LocalSubscription implements Subscription, Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSubscription.class);

  /** How many messages are delivered before other subscribers get their turn on this thread. */
  private static final int BATCH = 64;

  private final TopicFilter filter;
  private final int capacity;
  private final Subscriber subscriber;
  private final Executor threads;
  private final Traffic traffic;
  private final Consumer<LocalSubscription> onClose;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition callbackEnded = lock.newCondition();
  private final Queue<Message> backlog = new ArrayDeque<>();
  private final Queue<Message> queue = new ArrayDeque<>();
  private @Nullable Thread running;
  private boolean scheduled;
  private boolean closed;
  private long dropped;
  private long failures;

  LocalSubscription(
      TopicFilter filter,
      int capacity,
      Subscriber subscriber,
      Executor threads,
      Traffic traffic,
      Consumer<LocalSubscription> onClose) {
    if (capacity < 1) {
      throw new IllegalArgumentException("queue: found " + capacity + ", expected at least 1");
    }
    this.filter = filter;
    this.capacity = capacity;
    this.subscriber = subscriber;
    this.threads = threads;
    this.traffic = traffic;
    this.onClose = onClose;
  }

  TopicFilter filter() {
    return filter;
  }

  @Override
  public void replay(List<Message> retained, SubscriptionOptions how) {
    lock.lock();
    try {
      backlog.addAll(retained);
      schedule();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void receive(Message message, SubscriptionOptions how) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (queue.size() == capacity) {
        queue.remove();
        dropped++;
        traffic.countDropped(1);
      }
      queue.add(message);
      schedule();
    } finally {
      lock.unlock();
    }
  }

  private void schedule() {
    if (!scheduled && !(backlog.isEmpty() && queue.isEmpty())) {
      scheduled = true;
      threads.execute(this::deliver);
    }
  }

  private void deliver() {
    for (int i = 0; i < BATCH; i++) {
      Message message = begin();
      if (message == null) {
        break;
      }
      try {
        subscriber.onMessage(message);
      } catch (Throwable e) {
        complain(message, e);
      } finally {
        end();
      }
    }
    lock.lock();
    try {
      scheduled = false;
      schedule();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Message begin() {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      Message message = backlog.poll();
      if (message == null) {
        message = queue.poll();
      }
      if (message != null) {
        running = Thread.currentThread();
        traffic.countOut();
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      running = null;
      callbackEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first failure with its stack, then one line at each power of two. */
  private void complain(Message message, Throwable failure) {
    failures++;
    if (failures == 1) {
      LOG.warn(
          "Subscriber {} of {} failed on a message of {}; it stays subscribed",
          subscriber.getClass().getName(),
          filter,
          message.topic(),
          failure);
    } else if (Long.bitCount(failures) == 1) {
      LOG.warn(
          "Subscriber {} of {} has failed {} times, last: {}",
          subscriber.getClass().getName(),
          filter,
          failures,
          failure.toString());
    }
  }

  @Override
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for a running callback to end, unless called from within it. A thread that is
   * interrupted while it waits returns with its interrupt flag set; even then no further callback
   * begins.
   */
  @Override
  public void close() {
    onClose.accept(this);
    lock.lock();
    try {
      closed = true;
      backlog.clear();
      queue.clear();
      while (running != null && running != Thread.currentThread()) {
        callbackEnded.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
