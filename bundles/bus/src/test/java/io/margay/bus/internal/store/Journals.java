package io.margay.bus.internal.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Journals as tests need them. */
public final class Journals {
  /** Does not write before somebody waits. */
  public static final Journal.Pace LAZY =
      new Journal.Pace(
          Duration.ofMillis(1), Duration.ofHours(1), Duration.ofMillis(20), Duration.ofHours(1));

  private Journals() {}

  public static Journal on(MemoryDisk disk) {
    return on(disk, new LastingClock(System::currentTimeMillis, System::nanoTime));
  }

  public static Journal on(MemoryDisk disk, LastingClock clock) {
    try {
      return Journal.open(disk, clock, LAZY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until all is written that was noted. */
  public static void flush(SessionJournal journal) {
    CountDownLatch flushed = new CountDownLatch(1);
    journal.whenDurable(journal.position(), flushed::countDown);
    try {
      if (!flushed.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the journal has not written within 10 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
