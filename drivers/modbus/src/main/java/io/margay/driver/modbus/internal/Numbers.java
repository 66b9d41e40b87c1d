package io.margay.driver.modbus.internal;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads whole numbers that people may also write in hexadecimal: {@code 0x1F}. */
final class Numbers {
  private static final int SIXTEEN = 16;
  private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,4})");

  private Numbers() {}

  static boolean isHex(Object value) {
    return String.valueOf(value).strip().toLowerCase(Locale.ROOT).startsWith("0x");
  }

  /** Empty when it is no number of 16 bits in hexadecimal. */
  static OptionalInt hex(Object value) {
    Matcher hex = HEX.matcher(String.valueOf(value).strip());
    return hex.matches()
        ? OptionalInt.of(Integer.parseInt(hex.group(1), SIXTEEN))
        : OptionalInt.empty();
  }
}
