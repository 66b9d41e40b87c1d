package io.margay.mapper.internal.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads for quick devices, many for dead ones, never more than allowed.
 *
 * <ul>
 *   <li>Two threads are there at once. More come only when the tasks that wait would wait longer
 *       than {@value #PATIENCE_MILLIS} ms at the pace of the last moments: a hundred devices that
 *       answer in a millisecond need two threads, fifty that hang get fifty within a fifth of a
 *       second.
 *   <li>An idle thread is woken at once only as long as no more work than one beyond those that
 *       worked a moment ago, else by the same rule: to wake one takes longer than a quick task.
 *   <li>The thread that went idle last works next, so that surplus threads stay idle and end.
 *   <li>A thread that is given up does not count; when its task returns it ends.
 * </ul>
 */
public final class WorkerPool implements Workers, AutoCloseable {
  /** The sizes of a pool. */
  public record Limits(int maxThreads, int maxAbandoned, long idleNanos) {}

  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final int AT_ONCE = 2;
  private static final long CHECK_MILLIS = 20;
  private static final long PATIENCE_MILLIS = 100;
  private static final long CLOSING_MILLIS = 2_000;

  private final Time time;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Thread, Worker> workers = new HashMap<>();
  private final Map<Thread, Worker> abandoned = new HashMap<>();
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private long finished;
  private long finishedAtCheck;
  private boolean checkComing;
  private int width = AT_ONCE;
  private int born;
  private boolean closed;

  public WorkerPool(Time time, Limits limits) {
    this.time = time;
    this.limits = limits;
  }

  /** Runs the task on a worker; after {@link #close()} it is dropped. */
  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Worker worker = busy() < width ? idle.pollLast() : null;
      if (worker != null) {
        worker.give(task);
        return;
      }
      waiting.add(task);
      if (workers.size() < Math.min(AT_ONCE, limits.maxThreads())) {
        spawn();
      } else {
        checkSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean abandon(Thread stuck) {
    lock.lock();
    try {
      Worker worker = workers.get(stuck);
      if (worker == null || abandoned.size() >= limits.maxAbandoned()) {
        return false;
      }
      workers.remove(stuck);
      abandoned.put(stuck, worker);
      if (!waiting.isEmpty()) {
        oneMore();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many threads serve, idle ones included. */
  public int size() {
    lock.lock();
    try {
      return workers.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many threads wait for work. */
  public int idle() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many threads are given up and still stuck. */
  public int abandoned() {
    lock.lock();
    try {
      return abandoned.size();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, interrupts what runs, and waits a moment for the threads to end. */
  @Override
  public void close() {
    List<Thread> threads = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      threads.addAll(workers.keySet());
      threads.addAll(abandoned.keySet());
      threads.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
    for (Thread thread : threads) {
      join(thread, end);
    }
    long stuck = threads.stream().filter(Thread::isAlive).count();
    if (stuck > 0) {
      log.warn("{} worker threads are stuck in calls to drivers; each ends with its call", stuck);
    }
  }

  private static void join(Thread thread, long end) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkSoon() {
    if (!checkComing && busy() < limits.maxThreads()) {
      checkComing = true;
      finishedAtCheck = finished;
      time.after(TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS), this::check);
    }
  }

  private void check() {
    lock.lock();
    try {
      checkComing = false;
      if (closed || waiting.isEmpty()) {
        return;
      }
      long pace = finished - finishedAtCheck;
      if (waiting.size() * CHECK_MILLIS > pace * PATIENCE_MILLIS) {
        int room = limits.maxThreads() - busy();
        int more = Math.min(room, Math.min(waiting.size(), Math.max(1, busy())));
        for (int i = 0; i < more; i++) {
          oneMore();
        }
        width = Math.max(width, busy());
      }
      checkSoon();
    } finally {
      lock.unlock();
    }
  }

  /** A further thread takes what has waited longest. */
  private void oneMore() {
    Worker worker = idle.pollLast();
    if (worker == null) {
      spawn();
    } else {
      worker.give(waiting.remove());
    }
  }

  /** Threads that work, or are about to. */
  private int busy() {
    return workers.size() - idle.size();
  }

  private void spawn() {
    Worker worker = new Worker(lock.newCondition());
    Thread thread = new Thread(worker, "margay-mapper-worker-" + ++born);
    thread.setDaemon(true);
    workers.put(thread, worker);
    thread.start();
  }

  /** One thread's life: take a task, run it, wait for the next, end when none comes. */
  private final class Worker implements Runnable {
    private final Condition woken;
    private @Nullable Runnable given;

    private Worker(Condition woken) {
      this.woken = woken;
    }

    private void give(Runnable task) {
      given = task;
      woken.signal();
    }

    @Override
    public void run() {
      Runnable task = next();
      while (task != null) {
        try {
          task.run();
        } catch (RuntimeException | Error e) {
          log.error("a task of the engine failed; the worker goes on", e);
        }
        task = next();
      }
    }

    private @Nullable Runnable next() {
      Thread self = Thread.currentThread();
      lock.lock();
      try {
        finished++;
        if (abandoned.remove(self) != null) {
          return null;
        }
        Runnable task = closed ? null : waiting.poll();
        if (task == null && !closed) {
          task = awaitTask();
        }
        if (task == null) {
          workers.remove(self);
        }
        return task;
      } finally {
        lock.unlock();
      }
    }

    private @Nullable Runnable awaitTask() {
      long left = limits.idleNanos();
      idle.add(this);
      width = Math.max(AT_ONCE, busy() + 1);
      while (given == null && !closed && left > 0) {
        try {
          left = woken.awaitNanos(left);
        } catch (InterruptedException stray) {
          left = closed ? 0 : left;
        }
      }
      Runnable task = given;
      given = null;
      if (task == null) {
        idle.remove(this);
      }
      return task;
    }
  }
}
