package io.margay.driver.modbus.internal.format;

/** Makes doubles of floats that print as the floats do, without garbage in the usual cases. */
final class Decimals {
  private static final float LARGEST_PLAIN = 1e7f;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private Decimals() {}

  /** The double that prints as the float does: 0.1f is 0.1, not 0.10000000149011612. */
  static double widened(float value) {
    if (!Float.isFinite(value)) {
      return value;
    }
    for (int i = 0; i < POWERS.length && Math.abs(value) < LARGEST_PLAIN; i++) {
      double shorter = Math.rint(value * POWERS[i]) / POWERS[i];
      if ((float) shorter == value && (shorter != 0 || value == 0)) {
        return shorter;
      }
    }
    return Double.parseDouble(Float.toString(value));
  }
}
