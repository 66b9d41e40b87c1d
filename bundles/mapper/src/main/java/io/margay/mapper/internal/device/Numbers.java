package io.margay.mapper.internal.device;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers of any kind as decimals, and quotes values in complaints. */
final class Numbers {
  private static final int LONGEST = 60;

  private Numbers() {}

  /** The number as a decimal: the shortest one that means the same where the number is binary. */
  static BigDecimal decimal(Number number) throws UnfitValueException {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (isWhole(number)) {
      return BigDecimal.valueOf(number.longValue());
    }
    if (!Double.isFinite(number.doubleValue())) {
      throw new UnfitValueException(number + " is not a number");
    }
    return decimal(number.toString());
  }

  /** The decimal that a text states; texts that would take long to compute are refused. */
  static BigDecimal decimal(String text) throws UnfitValueException {
    String stripped = text.strip();
    try {
      if (stripped.length() <= LONGEST) {
        BigDecimal number = new BigDecimal(stripped);
        if (Math.abs((long) number.scale()) <= 400) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      throw new UnfitValueException(quoted(text) + " is not a number");
    }
    throw new UnfitValueException(quoted(text) + " is not a number of reasonable size");
  }

  static boolean isWhole(Number number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte;
  }

  static String quoted(Object value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST
        ? "\"" + text + "\""
        : "\"" + text.substring(0, LONGEST) + "…\"";
  }
}
