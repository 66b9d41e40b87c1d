package io.margay.driver.plc4x.internal.plc;

import org.apache.plc4x.java.iec608705104.readwrite.tag.Iec608705104Tag;

/**
 * Addresses of IEC 60870-5-104, which PLC4X 0.13 does not read: the common address of the ASDU and
 * that of the information object (IEC 60870-5-101, 7.2.4 and 7.2.5).
 */
final class Iec104 {
  private static final int LAST_STATION = 65_535;
  private static final int LAST_OBJECT = 16_777_215;

  private Iec104() {}

  static Iec608705104Tag tag(String address) {
    String[] parts = address.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(address);
    }
    return new Iec608705104Tag(number(parts[0], LAST_STATION), number(parts[1], LAST_OBJECT));
  }

  /** How PLC4X names the tag in what it tells. */
  static String name(String address) {
    return tag(address).toString();
  }

  private static int number(String digits, int last) {
    int number = Integer.parseInt(digits);
    if (number < 0 || number > last) {
      throw new IllegalArgumentException(digits);
    }
    return number;
  }
}
