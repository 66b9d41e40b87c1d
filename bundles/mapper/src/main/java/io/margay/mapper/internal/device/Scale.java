package io.margay.mapper.internal.device;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Factor and offset between what a device says and what people mean, in decimal arithmetic: 235 ×
 * 0.1 is 23.5 and not 23.500000000000004.
 *
 * <p>Whole numbers, which most registers hold, take a way without garbage: a sum and product of
 * whole numbers below 2⁵³, divided by a power of ten that a double holds exactly, is the double
 * nearest to the decimal result.
 */
final class Scale {
  /** No scaling. */
  static final Scale NONE = new Scale(BigDecimal.ONE, BigDecimal.ZERO);

  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final int MOST_DECIMALS = 15;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final BigDecimal factor;
  private final BigDecimal offset;
  private final boolean one;
  private final boolean small;
  private final long factorDigits;
  private final long offsetDigits;
  private final int decimals;

  private Scale(BigDecimal factor, BigDecimal offset) {
    this.factor = factor;
    this.offset = offset;
    this.one = factor.compareTo(BigDecimal.ONE) == 0 && offset.signum() == 0;
    int needed = Math.max(decimals(factor), decimals(offset));
    this.small = needed <= MOST_DECIMALS && fits(factor, needed) && fits(offset, needed);
    this.decimals = small ? needed : 0;
    this.factorDigits = small ? digits(factor, needed) : 0;
    this.offsetDigits = small ? digits(offset, needed) : 0;
  }

  /** The scale of a factor; zero, which KubeEdge's mappers write for "not given", means one. */
  static Scale of(double factor) {
    return of(factor, 0);
  }

  /**
   * The scale of a factor and of what is added after it.
   *
   * @param factor zero means one
   */
  static Scale of(double factor, double offset) {
    return (factor == 0 || factor == 1) && offset == 0
        ? NONE
        : new Scale(
            factor == 0 ? BigDecimal.ONE : BigDecimal.valueOf(factor), BigDecimal.valueOf(offset));
  }

  /** Whether it changes nothing. */
  boolean isOne() {
    return one;
  }

  /** A whole number of the device, scaled, as the nearest double. */
  double applied(long raw) {
    if (small) {
      long product = raw * factorDigits;
      if (Math.multiplyHigh(raw, factorDigits) == product >> 63 && isExact(product)) {
        long sum = product + offsetDigits;
        if (isExact(sum)) {
          return sum / POWERS_OF_TEN[decimals];
        }
      }
    }
    return applied(BigDecimal.valueOf(raw)).doubleValue();
  }

  /** A number of the device, scaled. */
  BigDecimal applied(BigDecimal raw) {
    return one ? raw : raw.multiply(factor).add(offset);
  }

  /** What the device must be given so that it means this number. */
  BigDecimal undone(BigDecimal meant) {
    return one ? meant : meant.subtract(offset).divide(factor, MathContext.DECIMAL128);
  }

  @Override
  public String toString() {
    String text = factor.stripTrailingZeros().toPlainString();
    return offset.signum() == 0
        ? text
        : text + " with the valueOffset " + offset.stripTrailingZeros().toPlainString();
  }

  private static boolean isExact(long number) {
    return number <= EXACT_IN_DOUBLE && number >= -EXACT_IN_DOUBLE;
  }

  private static int decimals(BigDecimal number) {
    return number.signum() == 0 ? 0 : Math.max(0, number.stripTrailingZeros().scale());
  }

  private static boolean fits(BigDecimal number, int decimals) {
    return number.movePointRight(decimals).abs().compareTo(BigDecimal.valueOf(EXACT_IN_DOUBLE))
        <= 0;
  }

  private static long digits(BigDecimal number, int decimals) {
    return number.movePointRight(decimals).longValueExact();
  }
}
