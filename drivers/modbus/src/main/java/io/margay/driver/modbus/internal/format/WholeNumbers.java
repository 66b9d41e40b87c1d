package io.margay.driver.modbus.internal.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Turns bytes into whole numbers, and the values that people write into numbers. */
final class WholeNumbers {
  private static final int LONGEST_TEXT = 60;

  private WholeNumbers() {}

  /** A {@link Long} where it fits, else the number as it is. */
  static Number smallest(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /**
   * The nearest whole number within a range: scaling undone may leave 234.99999999999997 where 235
   * is meant.
   */
  static BigInteger nearest(Object value, BigInteger least, BigInteger most)
      throws UnfitValueException {
    BigInteger whole = decimal(value).setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (whole.compareTo(least) < 0 || whole.compareTo(most) > 0) {
      throw new UnfitValueException(
          "%s is outside %s to %s, which is what its registers can hold"
              .formatted(whole, least, most));
    }
    return whole;
  }

  /** The number that a value stands for; true is 1. */
  static BigDecimal decimal(Object value) throws UnfitValueException {
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    String text = value instanceof byte[] ? "bytes" : String.valueOf(value).strip();
    try {
      if (text.length() <= LONGEST_TEXT) {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.precision() - number.scale()) <= Double.MAX_EXPONENT) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      throw notANumber(text);
    }
    throw notANumber(text);
  }

  private static UnfitValueException notANumber(String text) {
    String quote = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    return new UnfitValueException("\"" + quote + "\" is not a number that can be written");
  }
}
