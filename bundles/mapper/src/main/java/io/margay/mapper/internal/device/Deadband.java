package io.margay.mapper.internal.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a value must move from the one reported last to be worth a report.
 *
 * <p>What is no number has changed when it is not equal.
 *
 * @param width in the unit of the value, or, when {@code relative}, as a share of the value that
 *     was reported last; 0: any change counts
 */
record Deadband(double width, boolean relative) {
  /** Any change counts. */
  static final Deadband NONE = new Deadband(0, false);

  private static final double ROUNDING = 1e-12;

  /** Reads {@code 0.5} or {@code 2%}. */
  static Deadband of(String text) throws UnfitValueException {
    String stripped = text.strip();
    boolean percent = stripped.endsWith("%");
    double number =
        Numbers.decimal(percent ? stripped.substring(0, stripped.length() - 1) : stripped)
            .doubleValue();
    if (number < 0) {
      throw new UnfitValueException(Numbers.quoted(text) + " is negative");
    }
    return percent ? new Deadband(number / 100, true) : new Deadband(number, false);
  }

  /** Whether the value has left the band around the one reported last. */
  boolean isLeft(@Nullable Object reported, @Nullable Object value) {
    if (reported instanceof Number before && value instanceof Number now && width > 0) {
      return isLeft(before.doubleValue(), now.doubleValue());
    }
    return !Objects.deepEquals(reported, value);
  }

  /** A step of exactly the width stays within, whatever binary fractions make of it. */
  private boolean isLeft(double before, double now) {
    double band = relative ? width * Math.abs(before) : width;
    double rounding = Math.ulp(Math.max(Math.abs(before), Math.abs(now)));
    return Math.abs(now - before) > band * (1 + ROUNDING) + rounding;
  }
}
