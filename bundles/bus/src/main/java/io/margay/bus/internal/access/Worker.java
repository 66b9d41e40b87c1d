package io.margay.bus.internal.access;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for work that would hold the broker up; it is there while there is work. */
public final class Worker implements Executor, AutoCloseable {
  private static final int MOST_WAITING = 256;
  private static final long IDLE_SECONDS = 10;
  private static final long PATIENCE_SECONDS = 3;

  private final ThreadPoolExecutor pool;

  public Worker(String threadName) {
    pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, threadName);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Has the work done after what came before.
   *
   * @throws RejectedExecutionException when too much waits already, or it is closed
   */
  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }

  /** Forgets what waits, and returns when the thread has ended. */
  @Override
  public void close() {
    pool.shutdownNow();
    try {
      boolean unused = pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
