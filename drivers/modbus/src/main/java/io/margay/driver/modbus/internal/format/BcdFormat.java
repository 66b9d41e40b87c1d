package io.margay.driver.modbus.internal.format;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.math.BigInteger;

/** A number in binary coded decimal: four digits to a register. */
public record BcdFormat(int count, ByteOrder order) implements Format {
  private static final int TEN = 10;

  /**
   * The number.
   *
   * @throws IllegalStateException when a digit is above 9; {@link #tell} says it to people
   */
  @Override
  public Object decode(byte[] block, int offset) {
    long number = number(block, offset);
    if (number < 0) {
      throw new IllegalStateException("not in binary coded decimal");
    }
    return number;
  }

  @Override
  public void tell(byte[] block, int offset, PropertySpec property, ReadingSink sink) {
    long number = number(block, offset);
    if (number < 0) {
      sink.bad(property, "what it holds is not binary coded decimal: a digit is above 9");
    } else {
      sink.good(property, number);
    }
  }

  @Override
  public byte[] encode(Object value) throws UnfitValueException {
    BigInteger most = BigInteger.TEN.pow(count * 4).subtract(BigInteger.ONE);
    long number = WholeNumbers.nearest(value, BigInteger.ZERO, most).longValue();
    byte[] bytes = new byte[count * 2];
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i] = (byte) ((number / TEN % TEN << 4) | number % TEN);
      number = number / TEN / TEN;
    }
    return order.apply(bytes);
  }

  /** -1 when it is none. */
  private long number(byte[] block, int offset) {
    long number = 0;
    for (int i = 0; i < count * 2; i++) {
      int pair = block[offset * 2 + order.placeOf(i, count)] & 0xff;
      int high = pair >> 4;
      int low = pair & 0xf;
      if (high >= TEN || low >= TEN) {
        return -1;
      }
      number = (number * TEN + high) * TEN + low;
    }
    return number;
  }
}
