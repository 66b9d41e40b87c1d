package io.margay.edged.internal.sync;

import java.util.concurrent.Executor;

/**
 * Runs a task one at a time: once more if it is asked for while it runs, however often it is asked.
 */
final class Turns {
  private final Executor executor;
  private final Runnable task;
  private final Object lock = new Object();
  private State state = State.IDLE;

  private enum State {
    IDLE,
    QUEUED,
    RUNNING,
    RUNNING_ASKED_AGAIN
  }

  Turns(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** Asks for a run. Any thread; does not block. */
  void ask() {
    synchronized (lock) {
      if (state == State.RUNNING) {
        state = State.RUNNING_ASKED_AGAIN;
      }
      if (state != State.IDLE) {
        return;
      }
      state = State.QUEUED;
    }
    executor.execute(this::run);
  }

  private void run() {
    synchronized (lock) {
      state = State.RUNNING;
    }
    try {
      task.run();
    } finally {
      boolean again;
      synchronized (lock) {
        again = state == State.RUNNING_ASKED_AGAIN;
        state = State.IDLE;
      }
      if (again) {
        ask();
      }
    }
  }
}
