package io.margay.push.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Interrupts a call into a sink that overruns, and leaves no interrupt behind once it is over. */
final class Overseer {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;

  /** The calling thread enters a sink. */
  void enter() {
    lock.lock();
    try {
      thread = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread is out of the sink. */
  void leave() {
    lock.lock();
    try {
      thread = null;
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts whoever is in the sink. */
  void interrupt() {
    lock.lock();
    try {
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
