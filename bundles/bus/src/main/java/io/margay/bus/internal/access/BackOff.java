package io.margay.bus.internal.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes somebody who fails again and again wait longer each time. It remembers a bounded number of
 * those; the one that failed longest ago is forgotten first.
 */
final class BackOff {
  private static final int MOST_REMEMBERED = 1024;
  private static final long FIRST_WAIT = Duration.ofSeconds(1).toNanos();
  private static final int MOST_DOUBLINGS = 6;
  private static final long FORGIVEN_AFTER = Duration.ofMinutes(10).toNanos();

  private final int free;
  private final LongSupplier nanoTime;
  private final Map<String, Failures> byKey =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Failures(int count, long last) {}

  /**
   * @param free how many failures cost nothing
   */
  BackOff(int free, LongSupplier nanoTime) {
    this.free = free;
    this.nanoTime = nanoTime;
  }

  /** Whether this one may not try yet. */
  boolean mustWait(String key) {
    synchronized (byKey) {
      Failures failures = byKey.get(key);
      return failures != null && nanoTime.getAsLong() - failures.last() < wait(failures.count());
    }
  }

  private long wait(int count) {
    return count < free ? 0 : FIRST_WAIT << Math.min(count - free, MOST_DOUBLINGS);
  }

  void failed(String key) {
    long now = nanoTime.getAsLong();
    synchronized (byKey) {
      Failures before = byKey.get(key);
      int count = before == null || now - before.last() > FORGIVEN_AFTER ? 0 : before.count();
      byKey.put(key, new Failures(count + 1, now));
    }
  }

  void succeeded(String key) {
    synchronized (byKey) {
      byKey.remove(key);
    }
  }
}
