package io.margay.driver.modbus.internal;

import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.format.UnfitValueException;

/** A value on its way into a point, already in the form of the wire. */
final class PointWrite {
  private final Point point;
  private final byte[] data;

  PointWrite(Point point, byte[] data) {
    this.point = point;
    this.data = data;
  }

  /**
   * The value in the form of the wire.
   *
   * @throws UnfitValueException when the point cannot take it
   */
  static PointWrite of(Point point, Object value) throws UnfitValueException {
    Table table = point.table();
    if (!table.writable()) {
      throw new UnfitValueException(table + " is read-only in Modbus");
    }
    if (point.format().count() > table.mostPerWrite()) {
      throw new UnfitValueException(
          "its %d registers or bits do not fit one write request; %d would"
              .formatted(point.format().count(), table.mostPerWrite()));
    }
    return new PointWrite(point, point.format().encode(value));
  }

  Point point() {
    return point;
  }

  byte[] data() {
    return data;
  }

  /** How many registers or bits it takes. */
  int count() {
    return point.format().count();
  }
}
