package io.margay.mapper.internal.work;

import java.util.concurrent.Executor;

/** Threads for work that may block. */
public interface Workers extends Executor {

  /**
   * Gives up a thread that is stuck in its task: it is replaced, and ends when its task returns.
   *
   * @return false when too many threads are given up already; the thread then goes on counting as a
   *     worker
   */
  boolean abandon(Thread stuck);
}
