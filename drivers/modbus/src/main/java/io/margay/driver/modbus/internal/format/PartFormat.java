package io.margay.driver.modbus.internal.format;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.math.BigInteger;

/**
 * A value that shares a register with others: a bit or a byte of it.
 *
 * @param shift its lowest bit
 * @param bits how many
 */
public record PartFormat(Kind kind, int shift, int bits) implements Format {
  static final int WHOLE_REGISTER = 0xffff;

  /** What the bits mean. */
  public enum Kind {
    FLAG,
    UNSIGNED,
    SIGNED
  }

  /** One bit, 0 being the least significant. */
  public static PartFormat bit(int bit) {
    return new PartFormat(Kind.FLAG, bit, 1);
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public int mask() {
    return ((1 << bits) - 1) << shift;
  }

  @Override
  public Object decode(byte[] block, int offset) {
    if (kind == Kind.FLAG) {
      return number(block, offset) != 0;
    }
    return (long) number(block, offset);
  }

  @Override
  public void tell(byte[] block, int offset, PropertySpec property, ReadingSink sink) {
    if (kind == Kind.FLAG) {
      sink.good(property, (Object) (number(block, offset) != 0));
    } else {
      sink.good(property, (long) number(block, offset));
    }
  }

  /** The register with this value in its place, and nothing beside it. */
  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    int register = (whole(value) << shift) & mask();
    return new byte[] {(byte) (register >> 8), (byte) register};
  }

  private int number(byte[] block, int offset) {
    int register = (block[offset * 2] & 0xff) << 8 | (block[offset * 2 + 1] & 0xff);
    int part = (register & mask()) >> shift;
    return kind == Kind.SIGNED && part >> (bits - 1) != 0 ? part - (1 << bits) : part;
  }

  private int whole(Object value) throws UnfitValueException {
    return switch (kind) {
      case FLAG -> WholeNumbers.decimal(value).signum() == 0 ? 0 : 1;
      case UNSIGNED -> within(value, 0, (1 << bits) - 1);
      case SIGNED -> within(value, -(1 << (bits - 1)), (1 << (bits - 1)) - 1);
    };
  }

  private static int within(Object value, int least, int most) throws UnfitValueException {
    return WholeNumbers.nearest(value, BigInteger.valueOf(least), BigInteger.valueOf(most))
        .intValue();
  }
}
