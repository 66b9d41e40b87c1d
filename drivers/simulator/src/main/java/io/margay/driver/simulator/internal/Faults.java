package io.margay.driver.simulator.internal;

import io.margay.dmi.driver.Settings;

/**
 * What goes wrong with a property, and when: each number counts readings, 0 is never.
 *
 * @param failEvery this reading of each so many is BAD
 * @param breakEvery at this reading of each so many the conversation breaks
 * @param throwEvery at this reading of each so many the driver throws what no driver should
 * @param hang how long each reading takes
 */
record Faults(long failEvery, long breakEvery, long throwEvery, Hang hang) {

  static Faults of(Settings settings) {
    return new Faults(
        count(settings, "failEvery"),
        count(settings, "breakEvery"),
        count(settings, "throwEvery"),
        Hang.of(settings, "hangMillis"));
  }

  /** Whether the reading, counted from 1, is one of those. */
  static boolean isDue(long every, long reading) {
    return every > 0 && reading % every == 0;
  }

  private static long count(Settings settings, String key) {
    return settings.integerOr(0, 0, Integer.MAX_VALUE, key);
  }
}
