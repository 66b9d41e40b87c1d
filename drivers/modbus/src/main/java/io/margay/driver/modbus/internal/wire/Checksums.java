package io.margay.driver.modbus.internal.wire;

/** What tells a damaged frame of a serial line (MODBUS over Serial Line V1.02, section 6.2). */
final class Checksums {
  private static final int CRC_POLYNOMIAL = 0xA001;
  private static final int[] CRC_OF_BYTE = crcOfBytes();

  private Checksums() {}

  /** The CRC of the first bytes; its low byte goes out first. */
  static int crc(byte[] bytes, int length) {
    int crc = 0xffff;
    for (int i = 0; i < length; i++) {
      crc = crc >>> 8 ^ CRC_OF_BYTE[(crc ^ bytes[i]) & 0xff];
    }
    return crc;
  }

  /** What brings the sum of the first bytes to 0. */
  static int lrc(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += bytes[i];
    }
    return -sum & 0xff;
  }

  private static int[] crcOfBytes() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ CRC_POLYNOMIAL;
      }
      table[i] = crc;
    }
    return table;
  }
}
