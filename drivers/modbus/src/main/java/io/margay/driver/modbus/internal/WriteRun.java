package io.margay.driver.modbus.internal;

import io.margay.driver.modbus.internal.format.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes that lie side by side in the order they were asked for, so that one request can carry
 * them. Nothing is written that was not asked for: there are no gaps.
 */
final class WriteRun {
  private final List<PointWrite> writes = new ArrayList<>();
  private int count;

  WriteRun(PointWrite first) {
    add(first);
  }

  /** Takes in a write if it goes on where the run ends. */
  boolean takes(PointWrite next) {
    Point first = writes.get(0).point();
    boolean goesOn =
        next.point().table() == first.table()
            && next.point().address() == first.address() + count
            && count + next.count() <= first.table().mostPerWrite()
            && !first.isPartOfRegister()
            && !next.point().isPartOfRegister();
    if (goesOn) {
      add(next);
    }
    return goesOn;
  }

  List<PointWrite> writes() {
    return writes;
  }

  Table table() {
    return writes.get(0).point().table();
  }

  int address() {
    return writes.get(0).point().address();
  }

  /** Registers or bits of all of them. */
  int count() {
    return count;
  }

  /** The data of all of them. */
  byte[] data() {
    byte[] joined = new byte[table().bytes(count)];
    int at = 0;
    for (PointWrite write : writes) {
      for (int i = 0; i < write.count(); i++, at++) {
        put(write.data(), i, joined, at);
      }
    }
    return joined;
  }

  private void put(byte[] from, int item, byte[] into, int at) {
    if (!table().holdsBits()) {
      into[at * 2] = from[item * 2];
      into[at * 2 + 1] = from[item * 2 + 1];
    } else if ((from[item / 8] >> item % 8 & 1) != 0) {
      into[at / 8] |= (byte) (1 << at % 8);
    }
  }

  private void add(PointWrite write) {
    writes.add(write);
    count += write.count();
  }
}
