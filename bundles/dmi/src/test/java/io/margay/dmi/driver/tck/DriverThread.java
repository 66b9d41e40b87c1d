package io.margay.dmi.driver.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Calls a driver as the engine does: on a thread that is not the caller's, for a bounded time.
 *
 * <p>The threads are a group of their own. What a driver starts becomes a member of the group too,
 * so that its threads are told from those of a counterparty.
 */
final class DriverThread {

  /** How long a call may go on beyond its end before it counts as one that never ends. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** The deadline of calls that are expected to succeed. */
  static final Duration AMPLE = Duration.ofSeconds(20);

  private final ThreadGroup group = new ThreadGroup("driver under test");

  /** Makes a call that must end by itself. */
  <T> T call(String what, Duration limit, Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = start(task);
    return outcome(what + " was to end within " + limit.toMillis() + " ms", task, thread, limit);
  }

  /** Makes a call, interrupts it once it has had time to block, and waits for its end. */
  <T> T interrupted(String what, Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = start(task);
    thread.join(300);
    thread.interrupt();
    return outcome(what + " went on after it was interrupted", task, thread, GRACE);
  }

  /** The threads that a driver has started and that still run. */
  List<Thread> left() {
    Thread[] members = new Thread[group.activeCount() + 16];
    int count = group.enumerate(members);
    return Arrays.stream(members, 0, count).filter(Objects::nonNull).toList();
  }

  private Thread start(FutureTask<?> task) {
    Thread thread = new Thread(group, task, "caller of the driver");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static <T> T outcome(String what, FutureTask<T> task, Thread thread, Duration limit)
      throws Exception {
    try {
      T value = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      thread.join();
      return value;
    } catch (TimeoutException e) {
      String stack =
          Arrays.stream(thread.getStackTrace())
              .map(frame -> "\n    at " + frame)
              .collect(Collectors.joining());
      throw new AssertionError(what + "; it is still at" + stack, e);
    } catch (ExecutionException e) {
      thread.join();
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
