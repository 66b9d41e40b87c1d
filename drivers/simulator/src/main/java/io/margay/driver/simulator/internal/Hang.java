package io.margay.driver.simulator.internal;

import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.Settings;

/**
 * Takes its time, whatever the deadline says.
 *
 * @param deaf whether it goes on when it is interrupted, as no driver should
 */
record Hang(long millis, boolean deaf) {
  private static final long LONGEST_MILLIS = 86_400_000;

  static Hang of(Settings settings, String key) {
    return new Hang(
        settings.integerOr(0, 0, LONGEST_MILLIS, key), settings.flagOr(false, "ignoreInterrupt"));
  }

  void happen() throws DriverException {
    long end = System.nanoTime() + millis * 1_000_000;
    boolean interrupted = false;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
        if (!deaf) {
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new DriverException("interrupted");
    }
  }
}
