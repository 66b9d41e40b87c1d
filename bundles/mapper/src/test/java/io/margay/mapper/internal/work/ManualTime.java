package io.margay.mapper.internal.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test moves; alarms run on the thread that moves it. */
public final class ManualTime implements Time {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Entry(long at, long order, Runnable task) {}

  private final PriorityQueue<Entry> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private final Runnable afterEach;
  private long nanos = 1_000_000_000_000L;
  private long orders;

  /**
   * @param afterEach runs after each alarm, so that work which is ready is done
   */
  public ManualTime(Runnable afterEach) {
    this.afterEach = afterEach;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos - 1_000_000_000_000L);
  }

  @Override
  public Alarm after(long delayNanos, Runnable task) {
    Entry entry = new Entry(nanos + Math.max(0, delayNanos), orders++, task);
    alarms.add(entry);
    return () -> alarms.remove(entry);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    long end = nanos + time.toNanos();
    afterEach.run();
    while (!alarms.isEmpty() && alarms.peek().at() <= end) {
      Entry entry = alarms.poll();
      nanos = Math.max(nanos, entry.at());
      entry.task().run();
      afterEach.run();
    }
    nanos = end;
  }

  /** Lets time pass during a call, without any alarm. */
  public void skip(Duration time) {
    nanos += time.toNanos();
  }

  public int alarms() {
    return alarms.size();
  }
}
