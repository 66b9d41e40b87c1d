package io.margay.mapper.internal.device;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The range in which a property's value makes sense; an end that is null is open. */
record Limits(@Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
  static final Limits NONE = new Limits(null, null);

  /** The range that both agree to. */
  Limits and(Limits other) {
    return new Limits(
        minimum == null || (other.minimum != null && other.minimum.compareTo(minimum) > 0)
            ? other.minimum
            : minimum,
        maximum == null || (other.maximum != null && other.maximum.compareTo(maximum) < 0)
            ? other.maximum
            : maximum);
  }

  boolean open() {
    return minimum == null && maximum == null;
  }

  /** Whether this value lies within, by more than the rounding of a double. No garbage. */
  boolean surelyHold(double value) {
    return (minimum == null || minimum.doubleValue() < value)
        && (maximum == null || value < maximum.doubleValue());
  }

  /** What is wrong with this value; null when it lies within. */
  @Nullable String complaint(BigDecimal value) {
    if (minimum != null && value.compareTo(minimum) < 0) {
      return value.toPlainString() + " is below the minimum of " + minimum.toPlainString();
    }
    if (maximum != null && value.compareTo(maximum) > 0) {
      return value.toPlainString() + " is above the maximum of " + maximum.toPlainString();
    }
    return null;
  }
}
