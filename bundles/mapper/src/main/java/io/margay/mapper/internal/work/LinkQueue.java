package io.margay.mapper.internal.work;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The work on one wire: one job after another, by rank, then by deadline, then by arrival.
 *
 * <p>Holds no thread of its own: whenever it has work it asks the workers for one turn, which runs
 * one job, so that no link keeps a worker from the others.
 */
public final class LinkQueue {
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry, Job.Rank>comparing(entry -> entry.job().rank())
          .thenComparing((a, b) -> Long.signum(a.job().deadlineNanos() - b.job().deadlineNanos()))
          .thenComparingLong(Entry::arrival);

  private final String name;
  private final Executor workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
  private long arrivals;
  private boolean turnAsked;
  private @Nullable Job running;

  LinkQueue(String name, Executor workers) {
    this.name = name;
    this.workers = workers;
  }

  /** What the driver calls this wire. */
  public String name() {
    return name;
  }

  /** Puts a job in its place. */
  public void add(Job job) {
    lock.lock();
    try {
      entries.add(new Entry(job, arrivals++));
    } finally {
      lock.unlock();
    }
    askForTurn();
  }

  /** Lets the link go on although this job is still running; for jobs that are given up. */
  public void release(Job stuck) {
    lock.lock();
    try {
      if (stuck.equals(running)) {
        running = null;
      }
    } finally {
      lock.unlock();
    }
    askForTurn();
  }

  /** The job that runs now. */
  public @Nullable Job running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** How many jobs wait. */
  public int waiting() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private void askForTurn() {
    lock.lock();
    try {
      if (turnAsked || running != null || entries.isEmpty()) {
        return;
      }
      turnAsked = true;
    } finally {
      lock.unlock();
    }
    workers.execute(this::turn);
  }

  private void turn() {
    Job job;
    lock.lock();
    try {
      turnAsked = false;
      Entry first = entries.poll();
      if (first == null) {
        return;
      }
      job = first.job();
      running = job;
    } finally {
      lock.unlock();
    }
    try {
      job.work().run();
    } finally {
      release(job);
    }
  }

  private record Entry(Job job, long arrival) {}
}
