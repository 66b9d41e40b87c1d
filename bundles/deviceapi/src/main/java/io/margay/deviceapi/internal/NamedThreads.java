package io.margay.deviceapi.internal;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads that tell in a thread dump whose they are. */
final class NamedThreads implements ThreadFactory {
  private final String name;
  private final AtomicInteger made = new AtomicInteger();

  NamedThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
