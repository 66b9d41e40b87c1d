package io.margay.driver.modbus.internal;

import io.margay.driver.modbus.internal.format.Table;

/**
 * How much one request may ask for, and how much of it may be unwanted.
 *
 * @param registers at most, wanted or not
 * @param bits at most, wanted or not
 * @param gapRegisters how many registers in a row may be read though nobody wants them, because
 *     that is cheaper than another request; sixteen bits count as one
 */
record ReadLimits(int registers, int bits, int gapRegisters) {

  /** What the protocol allows: over TCP a register costs a microsecond, a request a round trip. */
  static final ReadLimits OF_PROTOCOL =
      new ReadLimits(Table.HOLDING.mostPerRead(), Table.COIL.mostPerRead(), Table.SIZE);

  private static final int BITS_OF_A_REGISTER = 16;

  /** Characters of a request and its answer that carry no data. */
  private static final int OVERHEAD_CHARACTERS = 13;

  private static final int CHARACTERS_OF_A_REGISTER = 2;

  /**
   * The gap up to which a serial line is faster with one request than with two.
   *
   * @param turnaroundNanos how long the device thinks before it answers
   */
  static int gapWorthwhile(long characterNanos, long frameGapNanos, long turnaroundNanos) {
    long request = OVERHEAD_CHARACTERS * characterNanos + 2 * frameGapNanos + turnaroundNanos;
    return (int) (request / (CHARACTERS_OF_A_REGISTER * characterNanos));
  }

  int most(Table table) {
    return Math.min(table.mostPerRead(), table.holdsBits() ? bits : registers);
  }

  /** The largest gap of a table, in its own unit. */
  int gap(Table table) {
    return table.holdsBits() ? gapRegisters * BITS_OF_A_REGISTER : gapRegisters;
  }
}
