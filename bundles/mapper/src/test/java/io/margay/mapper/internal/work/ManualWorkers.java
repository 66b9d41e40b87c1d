package io.margay.mapper.internal.work;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Work that waits until the test runs it, on the test's thread. */
public final class ManualWorkers implements Workers {
  private final Deque<Runnable> tasks = new ConcurrentLinkedDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean abandon(Thread stuck) {
    return false;
  }

  /** Runs the task that has waited longest. */
  public void runOne() {
    tasks.remove().run();
  }

  /** Runs all that is ready, and what becomes ready by it. */
  public void runAll() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
  }
}
