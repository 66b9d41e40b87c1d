package io.margay.driver.modbus.internal.format;

import java.math.BigInteger;

/**
 * A value in coils or discrete inputs. The lowest address is the least significant bit, as it is on
 * the wire (V1.1b3, section 6.1).
 */
public record BitFormat(Kind kind, int count) implements Format {

  /** What the bits mean. */
  public enum Kind {
    /** One bit, a truth value. */
    FLAG,
    /** An unsigned number. */
    NUMBER,
    /** Eight bits to a byte. */
    RAW
  }

  @Override
  public Object decode(byte[] block, int offset) {
    byte[] bytes = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      int bit = offset + i;
      if ((block[bit / 8] >> bit % 8 & 1) != 0) {
        bytes[i / 8] |= (byte) (1 << i % 8);
      }
    }
    return switch (kind) {
      case FLAG -> bytes[0] != 0;
      case NUMBER -> WholeNumbers.smallest(new BigInteger(1, reversed(bytes)));
      case RAW -> bytes;
    };
  }

  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    return switch (kind) {
      case FLAG -> new byte[] {(byte) (WholeNumbers.decimal(value).signum() == 0 ? 0 : 1)};
      case NUMBER -> bits(value);
      case RAW -> exact(value);
    };
  }

  private byte[] bits(Object value) throws UnfitValueException {
    BigInteger most = BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE);
    BigInteger number = WholeNumbers.nearest(value, BigInteger.ZERO, most);
    byte[] bytes = new byte[(count + 7) / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(i * 8).byteValue();
    }
    return bytes;
  }

  private byte[] exact(Object value) throws UnfitValueException {
    if (!(value instanceof byte[] bytes)) {
      throw new UnfitValueException("\"" + value + "\" is not bytes");
    }
    if (bytes.length != (count + 7) / 8) {
      throw new UnfitValueException(
          "%d bytes were given, its %d bits take %d"
              .formatted(bytes.length, count, (count + 7) / 8));
    }
    return bytes.clone();
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }
}
