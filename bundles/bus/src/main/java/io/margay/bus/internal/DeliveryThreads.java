package io.margay.bus.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the in-JVM subscribers. A thread is started when there is work and no thread is idle, up to
 * a bound, and ends when it was idle for a while; so a subscriber that blocks costs its own thread
 * and holds up nobody, and a quiet bus has no threads at all.
 *
 * <p>When as many subscribers block as there may be threads, the others wait in turn. The waiting
 * line is no longer than there are subscriptions, since each stands in it at most once.
 */
final class DeliveryThreads implements Executor {
  private final int most;
  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition workCame = lock.newCondition();
  private final Queue<Runnable> ready = new ArrayDeque<>();
  private final Set<Thread> threads = new HashSet<>();
  private int idleThreads;
  private int started;
  private boolean closed;

  /**
   * @param most how many threads at most
   * @param idle after which time without work a thread ends
   */
  DeliveryThreads(int most, Duration idle) {
    this.most = most;
    this.idle = idle;
  }

  /** Runs the work soon; ignored after the end. The work must not throw. */
  @Override
  public void execute(Runnable work) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      ready.add(work);
      if (ready.size() > idleThreads && threads.size() < most) {
        Thread thread = new Thread(this::work, "margay-bus-delivery-" + ++started);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      } else {
        workCame.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (Runnable next = await(); next != null; next = await()) {
      next.run();
    }
  }

  private @Nullable Runnable await() {
    lock.lock();
    try {
      long left = idle.toNanos();
      idleThreads++;
      try {
        while (ready.isEmpty() && !closed && left > 0) {
          left = workCame.awaitNanos(left);
        }
      } catch (InterruptedException subscriberLeftItsInterruptBehind) {
        workCame.signal();
      } finally {
        idleThreads--;
      }
      Runnable next = ready.poll();
      if (next == null) {
        threads.remove(Thread.currentThread());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends all threads and interrupts those that still run a subscriber.
   *
   * @return false when one has not ended in time
   */
  boolean close(Duration patience) {
    Set<Thread> ending;
    lock.lock();
    try {
      closed = true;
      ready.clear();
      ending = Set.copyOf(threads);
      workCame.signalAll();
    } finally {
      lock.unlock();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    ending.forEach(Thread::interrupt);
    for (Thread thread : ending) {
      if (thread != Thread.currentThread() && !ended(thread, deadline)) {
        return false;
      }
    }
    return true;
  }

  private static boolean ended(Thread thread, long deadline) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}
