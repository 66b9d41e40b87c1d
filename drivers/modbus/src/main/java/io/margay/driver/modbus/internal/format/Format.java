package io.margay.driver.modbus.internal.format;

import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;

/** How a value lies in a table: decodes what a read gave, encodes what a write takes. */
public sealed interface Format
    permits RegisterFormat, BitFormat, PartFormat, BcdFormat, TextFormat {

  /** How many registers or bits the value takes. */
  int count();

  /**
   * The value at a place of a block that was read.
   *
   * @param block the data of the answer, without its byte count
   * @param offset registers or bits from the start of the block
   * @return a {@link Boolean}, {@link Long}, {@link java.math.BigInteger}, {@link Double}, {@link
   *     String} or {@code byte[]}
   */
  Object decode(byte[] block, int offset);

  /** As {@link #decode}, told to a sink, and numbers without garbage. */
  default void tell(byte[] block, int offset, PropertySpec property, ReadingSink sink) {
    sink.good(property, decode(block, offset));
  }

  /**
   * The value as the data of a write request.
   *
   * @throws UnfitValueException when the value has no such form
   */
  byte[] encode(Object value) throws UnfitValueException;

  /** The bits of its register that it takes; all of them, unless it shares a register. */
  default int mask() {
    return PartFormat.WHOLE_REGISTER;
  }
}
