package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.PropertySpec;
import io.margay.driver.modbus.internal.format.Format;
import io.margay.driver.modbus.internal.format.Table;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;

/** A property's place in the device: table, address, and how its value lies there. */
record Point(PropertySpec property, Table table, int address, Format format) {
  private static final int WHOLE_REGISTER = 0xffff;

  /** By table, then by address, the longer first, so that a block starts with what spans most. */
  static final Comparator<Point> BY_ADDRESS =
      Comparator.comparing(Point::table)
          .thenComparingInt(Point::address)
          .thenComparing(Comparator.comparingInt(Point::end).reversed());

  /** Reads {@code visitors.configData}; empty when there is a mistake in it. */
  static Optional<Point> of(PropertySpec property, Consumer<Problem> problems) {
    return new PointReader(property, problems).read();
  }

  /** The address behind its last register or bit. */
  int end() {
    return address + format.count();
  }

  /** Whether it shares its register with others, so that a write must leave these alone. */
  boolean isPartOfRegister() {
    return format.mask() != WHOLE_REGISTER;
  }
}
