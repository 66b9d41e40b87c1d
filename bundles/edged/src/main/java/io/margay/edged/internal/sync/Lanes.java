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
  private static final int NODE_THREADS = 3;
  private static final long IDLE_SECONDS = 5;
  private static final long CLOSING_MILLIS = 3_000;

  private final ThreadPoolExecutor pods = pool("margay-pods", POD_THREADS);
  private final ThreadPoolExecutor stops = pool("margay-pods-slow", STOP_THREADS);
  private final ThreadPoolExecutor pulls = pool("margay-image-pulls", 1);
  private final ThreadPoolExecutor node = pool("margay-pods-node", NODE_THREADS);
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

  /** What takes as long as it likes: stopping containers, hooks. */
  void slow(Runnable task) {
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

  /**
   * What the node does for itself again and again, as long as it takes: never twice at once, and
   * not behind pods that are slow to stop.
   *
   * @return has it done soon, whatever the time
   */
  public Runnable regularly(Duration period, Runnable task) {
    Turns turns = new Turns(work -> node.execute(logged(work)), task);
    every(period, turns::ask);
    return turns::ask;
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
    node.shutdownNow();
    pods.shutdownNow();
    try {
      for (ThreadPoolExecutor lane : new ThreadPoolExecutor[] {timer, pulls, stops, node, pods}) {
        if (!lane.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
          LOG.warn("a task of the pods does not end; it is left to itself");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
