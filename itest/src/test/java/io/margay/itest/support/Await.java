package io.margay.itest.support;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks again and again, for a bounded time, at what nobody announces. */
public final class Await {
  /**
   * How long anything may take before a test gives up: no promise of speed, but long enough for a
   * machine that is busy with other things. A test that passes never waits for its end.
   */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long INTERVAL_MILLIS = 50;

  private Await() {}

  /** An assertion that may fail for now; says what it still misses at the end. */
  @FunctionalInterface
  public interface Assertion {
    void check() throws Exception;
  }

  /** Waits until an assertion holds. */
  public static void until(String what, Assertion assertion) {
    value(
        what,
        () -> {
          assertion.check();
          return true;
        });
  }

  /** Waits until a value can be had without an exception or a failed assertion. */
  public static <T> T value(String what, Callable<T> supplier) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return supplier.call();
      } catch (Exception | AssertionError e) {
        if (System.nanoTime() > end) {
          throw new AssertionError(
              "waited in vain for %s for %d s: %s"
                  .formatted(what, PATIENCE.toSeconds(), e.getMessage()),
              e);
        }
      }
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }
}
