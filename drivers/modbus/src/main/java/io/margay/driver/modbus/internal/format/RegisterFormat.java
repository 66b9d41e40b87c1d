package io.margay.driver.modbus.internal.format;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A number, a truth value or bytes, in registers of its own. */
public record RegisterFormat(Kind kind, int count, ByteOrder order) implements Format {
  private static final int MOST_BYTES_OF_A_LONG = 8;

  /** What the bytes mean once they are in order. */
  public enum Kind {
    UNSIGNED,
    SIGNED,
    /** IEEE 754: single in two registers, double in four. */
    IEEE,
    /** One register: true unless it is 0; written as 1 or 0. */
    FLAG,
    RAW
  }

  @Override
  public Object decode(byte[] block, int offset) {
    return switch (kind) {
      case UNSIGNED ->
          isBeyondLong(block, offset)
              ? beyondLong(block, offset)
              : (Object) unsigned(block, offset);
      case SIGNED -> signed(block, offset);
      case IEEE -> ieee(block, offset);
      case FLAG -> unsigned(block, offset) != 0;
      case RAW -> order.apply(Arrays.copyOfRange(block, offset * 2, (offset + count) * 2));
    };
  }

  @Override
  public void tell(byte[] block, int offset, PropertySpec property, ReadingSink sink) {
    if (kind == Kind.IEEE) {
      sink.good(property, ieee(block, offset));
    } else if (kind == Kind.SIGNED) {
      sink.good(property, signed(block, offset));
    } else if (kind == Kind.UNSIGNED && !isBeyondLong(block, offset)) {
      sink.good(property, unsigned(block, offset));
    } else {
      sink.good(property, decode(block, offset));
    }
  }

  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    return order.apply(
        switch (kind) {
          case UNSIGNED -> whole(value, BigInteger.ZERO, power(count * 16));
          case SIGNED -> whole(value, power(count * 16 - 1).negate(), power(count * 16 - 1));
          case IEEE -> floating(value);
          case FLAG -> new byte[] {0, (byte) (WholeNumbers.decimal(value).signum() == 0 ? 0 : 1)};
          case RAW -> exact(value);
        });
  }

  private long unsigned(byte[] block, int offset) {
    long number = 0;
    for (int i = 0; i < count * 2; i++) {
      number = number << 8 | (block[offset * 2 + order.placeOf(i, count)] & 0xff);
    }
    return number;
  }

  private long signed(byte[] block, int offset) {
    int unused = Long.SIZE - count * 16;
    return unsigned(block, offset) << unused >> unused;
  }

  private double ieee(byte[] block, int offset) {
    long bits = unsigned(block, offset);
    return count == 2
        ? Decimals.widened(Float.intBitsToFloat((int) bits))
        : Double.longBitsToDouble(bits);
  }

  private boolean isBeyondLong(byte[] block, int offset) {
    return count * 2 == MOST_BYTES_OF_A_LONG && unsigned(block, offset) < 0;
  }

  private BigInteger beyondLong(byte[] block, int offset) {
    return new BigInteger(Long.toUnsignedString(unsigned(block, offset)));
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
