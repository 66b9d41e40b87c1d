package io.margay.edged.internal.sync;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that pods share. Each pod has at most one task in {@link #pods}; what may take long
 * has lanes of its own, so that it keeps nobody waiting. Threads without work end.
 */
public final class Lanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final int POD_THREADS = 4;
  private static final int STOP_THREADS = 24;
  private static final long IDLE_SECONDS = 5;
  private static final long CLOSING_MILLIS = 3_000;

  private final ThreadPoolExecutor pods = pool("margay-pods", POD_THREADS);
  private final ThreadPoolExecutor stops = pool("margay-pod-stops", STOP_THREADS);
  private final ThreadPoolExecutor pulls = pool("margay-image-pulls", 1);
  private final ScheduledThreadPoolExecutor timer;

  public Lanes() {
    timer = new ScheduledThreadPoolExecutor(1, work -> thread("margay-pod-timer", work));
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> thread(name, work),
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Looking at pods and doing what does not take long. */
  void pods(Runnable task) {
    pods.execute(logged(task));
  }

  /** Stopping containers, which takes as long as they like. */
  void stops(Runnable task) {
    stops.execute(logged(task));
  }

  /** Fetching images, one after the other. */
  void pulls(Runnable task) {
    pulls.execute(logged(task));
  }

  /** Short tasks after a time. */
  @SuppressWarnings("FutureReturnValueIgnored") // what a task throws is logged
  public void later(Duration delay, Runnable task) {
    timer.schedule(logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Short tasks again and again; the first one now. */
  @SuppressWarnings("FutureReturnValueIgnored") // what a task throws is logged
  public void every(Duration period, Runnable task) {
    timer.scheduleWithFixedDelay(logged(task), 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Runnable logged(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of the pods failed", e);
      }
    };
  }

  /** Ends all threads; tasks that wait are dropped, those that run are interrupted. */
  @Override
  public void close() {
    timer.shutdownNow();
    pulls.shutdownNow();
    stops.shutdownNow();
    pods.shutdownNow();
    try {
      for (ThreadPoolExecutor lane : new ThreadPoolExecutor[] {timer, pulls, stops, pods}) {
        if (!lane.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
          LOG.warn("a task of the pods does not end; it is left to itself");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
