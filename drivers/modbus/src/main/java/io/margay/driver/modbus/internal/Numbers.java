package io.margay.driver.modbus.internal;

import java.util.Locale;
import java.util.OptionalInt;

/** Reads whole numbers that people may also write in hexadecimal: {@code 0x1F}. */
final class Numbers {
  private static final int SIXTEEN = 16;
  private static final int LONGEST_HEX = 6;

  private Numbers() {}

  static boolean isHex(Object value) {
    return String.valueOf(value).strip().toLowerCase(Locale.ROOT).startsWith("0x");
  }

  /** Empty when it is no number of 16 bits in hexadecimal. */
  static OptionalInt hex(Object value) {
    String text = String.valueOf(value).strip();
    if (!isHex(text) || text.length() > LONGEST_HEX) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.substring(2), SIXTEEN));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
