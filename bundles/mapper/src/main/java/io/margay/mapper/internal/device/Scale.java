package io.margay.mapper.internal.device;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The factor between what a device says and what people mean, in decimal arithmetic: 235 × 0.1 is
 * 23.5 and not 23.500000000000004.
 *
 * <p>Whole numbers, which most registers hold, take a way without garbage: the product of two whole
 * numbers below 2⁵³, divided by a power of ten that a double holds exactly, is the double nearest
 * to the decimal result.
 */
final class Scale {
  /** No scaling. */
  static final Scale NONE = new Scale(BigDecimal.ONE);

  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final BigDecimal factor;
  private final boolean one;
  private final long digits;
  private final int decimals;

  private Scale(BigDecimal factor) {
    this.factor = factor;
    this.one = factor.compareTo(BigDecimal.ONE) == 0;
    BigDecimal plain = factor.stripTrailingZeros();
    boolean small = plain.precision() <= 15 && plain.scale() >= 0 && plain.scale() <= 22;
    this.digits = small ? plain.unscaledValue().longValueExact() : 0;
    this.decimals = small ? plain.scale() : 0;
  }

  /** The scale of a factor; zero, which KubeEdge's mappers write for "not given", means one. */
  static Scale of(double factor) {
    return factor == 0 || factor == 1 ? NONE : new Scale(BigDecimal.valueOf(factor));
  }

  boolean isOne() {
    return one;
  }

  /** A whole number of the device, scaled, as the nearest double. */
  double applied(long raw) {
    if (digits != 0) {
      long product = raw * digits;
      if (Math.multiplyHigh(raw, digits) == product >> 63
          && product <= EXACT_IN_DOUBLE
          && product >= -EXACT_IN_DOUBLE) {
        return product / POWERS_OF_TEN[decimals];
      }
    }
    return applied(BigDecimal.valueOf(raw)).doubleValue();
  }

  /** A number of the device, scaled. */
  BigDecimal applied(BigDecimal raw) {
    return one ? raw : raw.multiply(factor);
  }

  /** What the device must be given so that it means this number. */
  BigDecimal undone(BigDecimal meant) {
    return one ? meant : meant.divide(factor, MathContext.DECIMAL128);
  }

  @Override
  public String toString() {
    return factor.stripTrailingZeros().toPlainString();
  }
}
