package io.margay.mapper.internal.work;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's time, with one thread for everything that happens later. */
public final class SystemTime implements Time, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemTime.class);

  private final Clock clock = Clock.systemUTC();
  private final ScheduledThreadPoolExecutor alarms;

  public SystemTime() {
    alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "margay-mapper-clock");
              thread.setDaemon(true);
              return thread;
            });
    alarms.setRemoveOnCancelPolicy(true);
    alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Alarm after(long delayNanos, Runnable task) {
    try {
      Future<?> future = alarms.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("a task of the engine's clock failed; the clock goes on", e);
    }
  }

  /** Calls off every alarm and ends the thread. */
  @Override
  public void close() {
    alarms.shutdownNow();
    try {
      if (!alarms.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("the engine's clock is still busy; its thread ends with its task");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
