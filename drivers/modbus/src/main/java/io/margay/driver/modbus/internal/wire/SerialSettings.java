package io.margay.driver.modbus.internal.wire;

/**
 * How a serial port is set.
 *
 * @param port its path or name, such as {@code /dev/ttyS0}
 */
public record SerialSettings(
    String port, int baudRate, int dataBits, Parity parity, int stopBits, Rs485 rs485) {
  private static final int FASTEST_WITH_OWN_GAP = 19_200;
  private static final long FAST_GAP_NANOS = 1_750_000;
  private static final long NANOS = 1_000_000_000L;

  /** The bit that makes the number of ones even or odd. */
  public enum Parity {
    NONE,
    EVEN,
    ODD
  }

  /**
   * How the driver of a two-wire line is switched.
   *
   * @param delayBeforeMicros from switching it on to the first bit
   * @param delayAfterMicros from the last bit to switching it off
   * @param echo whether what is sent is heard, and must be taken back
   */
  public record Rs485(
      boolean enabled,
      boolean activeHigh,
      boolean termination,
      boolean receiveDuringSend,
      int delayBeforeMicros,
      int delayAfterMicros,
      boolean echo) {

    /** Nothing is switched. */
    public static final Rs485 OFF = new Rs485(false, true, false, false, 0, 0, false);
  }

  /** How long one character takes on the line, in nanoseconds. */
  public long characterNanos() {
    int bits = 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    return bits * NANOS / baudRate;
  }

  /**
   * The silence between two frames: 3.5 characters, and a fixed time above 19200 baud (MODBUS over
   * Serial Line V1.02, section 2.5.1.1).
   */
  public long frameGapNanos() {
    return baudRate > FASTEST_WITH_OWN_GAP ? FAST_GAP_NANOS : characterNanos() * 7 / 2;
  }

  /** In words, such as {@code 9600 8E1}. */
  @Override
  public String toString() {
    return "%s at %d %d%s%d".formatted(port, baudRate, dataBits, parity.name().charAt(0), stopBits);
  }
}
