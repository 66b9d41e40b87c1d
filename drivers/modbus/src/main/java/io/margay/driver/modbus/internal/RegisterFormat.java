package io.margay.driver.modbus.internal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value in registers.
 *
 * <p>A register is big-endian on the wire (V1.1b3, section 4.2). KubeEdge names the other orders by
 * two swaps, done in this order: {@code isRegisterSwap} turns the order of the registers around,
 * {@code isSwap} swaps the two bytes within each. The bytes of a 32-bit value then stand so on the
 * wire:
 *
 * <pre>
 *   ABCD  neither
 *   CDAB  isRegisterSwap
 *   BADC  isSwap
 *   DCBA  both
 * </pre>
 *
 * <p>Each swap undoes itself, and one does not disturb the other, so reading and writing do the
 * same.
 */
record RegisterFormat(Kind kind, int count, boolean swapBytes, boolean swapRegisters)
    implements Format {

  /** What the bytes mean once they are in order. */
  enum Kind {
    UNSIGNED,
    SIGNED,
    /** IEEE 754: single in two registers, double in four. */
    IEEE,
    /** One register: true unless it is 0; written as 1 or 0. */
    FLAG,
    /** UTF-8 up to the first zero byte. */
    TEXT,
    RAW
  }

  @Override
  public Object decode(byte[] block, int offset) {
    byte[] bytes = ordered(Arrays.copyOfRange(block, offset * 2, (offset + count) * 2));
    return switch (kind) {
      case UNSIGNED -> WholeNumbers.smallest(new BigInteger(1, bytes));
      case SIGNED -> WholeNumbers.smallest(new BigInteger(bytes));
      case IEEE ->
          count == 2
              ? widened(ByteBuffer.wrap(bytes).getFloat())
              : (Object) ByteBuffer.wrap(bytes).getDouble();
      case FLAG -> bytes[0] != 0 || bytes[1] != 0;
      case TEXT -> text(bytes);
      case RAW -> bytes;
    };
  }

  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    return ordered(
        switch (kind) {
          case UNSIGNED -> whole(value, BigInteger.ZERO, power(count * 16));
          case SIGNED -> whole(value, power(count * 16 - 1).negate(), power(count * 16 - 1));
          case IEEE -> floating(value);
          case FLAG -> new byte[] {0, (byte) (WholeNumbers.decimal(value).signum() == 0 ? 0 : 1)};
          case TEXT -> padded(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
          case RAW -> exact(value);
        });
  }

  private byte[] ordered(byte[] bytes) {
    if (swapRegisters) {
      for (int low = 0, high = bytes.length - 2; low < high; low += 2, high -= 2) {
        swap(bytes, low, high);
        swap(bytes, low + 1, high + 1);
      }
    }
    if (swapBytes) {
      for (int i = 0; i < bytes.length; i += 2) {
        swap(bytes, i, i + 1);
      }
    }
    return bytes;
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  /** The double that prints as the float does: 0.1f is 0.1, not 0.10000000149011612. */
  private static Double widened(float value) {
    return Double.valueOf(Float.toString(value));
  }

  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static BigInteger power(int bits) {
    return BigInteger.ONE.shiftLeft(bits);
  }

  private byte[] whole(Object value, BigInteger least, BigInteger beyond)
      throws UnfitValueException {
    BigInteger number = WholeNumbers.nearest(value, least, beyond.subtract(BigInteger.ONE));
    byte[] bytes = new byte[count * 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight((bytes.length - 1 - i) * 8).byteValue();
    }
    return bytes;
  }

  private byte[] floating(Object value) throws UnfitValueException {
    double number = value instanceof Double same ? same : WholeNumbers.decimal(value).doubleValue();
    ByteBuffer buffer = ByteBuffer.allocate(count * 2);
    if (count == 4) {
      return buffer.putDouble(number).array();
    }
    if (Double.isFinite(number) && Math.abs(number) > Float.MAX_VALUE) {
      throw new UnfitValueException(number + " is too large for a float of two registers");
    }
    return buffer.putFloat((float) number).array();
  }

  private byte[] padded(byte[] text) throws UnfitValueException {
    if (text.length > count * 2) {
      throw new UnfitValueException(
          "the text takes %d bytes, its registers hold %d".formatted(text.length, count * 2));
    }
    return Arrays.copyOf(text, count * 2);
  }

  private byte[] exact(Object value) throws UnfitValueException {
    if (!(value instanceof byte[] bytes)) {
      throw new UnfitValueException("\"" + value + "\" is not bytes");
    }
    if (bytes.length != count * 2) {
      throw new UnfitValueException(
          "%d bytes were given, its registers take %d".formatted(bytes.length, count * 2));
    }
    return bytes.clone();
  }
}
