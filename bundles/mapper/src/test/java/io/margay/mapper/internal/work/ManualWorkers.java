package io.margay.mapper.internal.work;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Work that waits until the test runs it, on the test's thread. */
public final class ManualWorkers implements Workers {
  private final Deque<Runnable> tasks = new ConcurrentLinkedDeque<>();
  private int done;
  private int lost = -1;

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
    run(tasks.remove());
  }

  /** Counts tasks from now on, and loses one: the first has number 0. */
  public void lose(int number) {
    done = 0;
    lost = number;
  }

  /** How many tasks were done since then. */
  public int done() {
    return done;
  }

  private void run(Runnable task) {
    if (done++ != lost) {
      task.run();
    }
  }

  /** Runs all that is ready, and what becomes ready by it. */
  public void runAll() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      run(task);
    }
  }
}
