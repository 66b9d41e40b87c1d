package io.margay.twin.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread on which this bundle does what must not happen on other people's threads. */
public final class TwinThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TwinThread.class);

  private static final long CLOSING_MILLIS = 3_000;

  private final ScheduledExecutorService thread;

  public TwinThread(String name) {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
  }

  void run(Runnable task) {
    runIn(Duration.ZERO, task);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what a task throws is logged here
  public void runIn(Duration delay, Runnable task) {
    thread.schedule(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("a task of the twins failed", e);
          }
        },
        delay.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  /**
   * Ends the thread; tasks that have not begun are dropped, and all that follow. Waits for the one
   * that runs, but not for ever.
   */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a task of the twins does not end; it is left to itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
