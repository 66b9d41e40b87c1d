package io.margay.driver.simulator.internal;

import java.util.SplittableRandom;

/**
 * A value that moves with time. Closed, and each case says all that it depends on, so that the same
 * settings give the same values again.
 */
sealed interface Signal {

  /**
   * The value at a time.
   *
   * @param millis since the session was opened
   * @param reading how often the property was read before, from 0
   */
  Object at(long millis, long reading);

  /** Swings around the middle of {@code min} and {@code max}, upwards first. */
  record Sine(double min, double max, long periodMillis) implements Signal {

    @Override
    public Object at(long millis, long reading) {
      double turn = 2 * Math.PI * (millis % periodMillis) / periodMillis;
      return (min + max) / 2 + (max - min) / 2 * Math.sin(turn);
    }
  }

  /** Climbs from {@code min} to {@code max} in each period, and falls back at once. */
  record Ramp(double min, double max, long periodMillis) implements Signal {

    @Override
    public Object at(long millis, long reading) {
      return min + (max - min) * (millis % periodMillis) / periodMillis;
    }
  }

  /** Counts the readings: a subscriber sees at once when one is missing. */
  record Counter(long start, long step) implements Signal {

    @Override
    public Object at(long millis, long reading) {
      return start + step * reading;
    }
  }

  /** The same for ever. */
  record Constant(Object value) implements Signal {

    @Override
    public Object at(long millis, long reading) {
      return value;
    }
  }

  /** Steps up or down by chance with each reading, and stays within its limits. */
  final class RandomWalk implements Signal {
    private final double min;
    private final double max;
    private final double step;
    private final SplittableRandom random;
    private double value;

    RandomWalk(double min, double max, double step, long seed) {
      this.min = min;
      this.max = max;
      this.step = step;
      this.random = new SplittableRandom(seed);
      this.value = (min + max) / 2;
    }

    @Override
    public Object at(long millis, long reading) {
      value += (random.nextDouble() * 2 - 1) * step;
      value = Math.max(min, Math.min(max, value));
      return value;
    }
  }

  /** Holds what was written last. */
  final class Memory implements Signal {
    private Object value;

    Memory(Object initial) {
      this.value = initial;
    }

    void set(Object written) {
      value = written;
    }

    @Override
    public Object at(long millis, long reading) {
      return value;
    }
  }
}
