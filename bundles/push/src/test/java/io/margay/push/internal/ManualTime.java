package io.margay.push.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test moves; alarms run on the thread that moves it. */
final class ManualTime implements Time {
  private record Entry(long at, long order, Runnable task) {}

  private final PriorityQueue<Entry> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private long nanos;
  private long orders;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Samples.START.plusNanos(nanos);
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    Entry entry = new Entry(nanos + delay.toNanos(), orders++, task);
    alarms.add(entry);
    return () -> alarms.remove(entry);
  }

  void pass(Duration time) {
    long end = nanos + time.toNanos();
    while (!alarms.isEmpty() && alarms.peek().at() <= end) {
      Entry entry = alarms.poll();
      nanos = Math.max(nanos, entry.at());
      entry.task().run();
    }
    nanos = end;
  }
}
