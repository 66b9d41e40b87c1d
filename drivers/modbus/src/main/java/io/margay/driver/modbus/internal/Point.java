package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A property's place in the device: table, address, and how its value lies there. */
record Point(PropertySpec property, Table table, int address, Format format) {

  /** By table, then by address, the longer first, so that a block starts with what spans most. */
  static final Comparator<Point> BY_ADDRESS =
      Comparator.comparing(Point::table)
          .thenComparingInt(Point::address)
          .thenComparing(Comparator.comparingInt(Point::end).reversed());

  private static final Map<String, Table> TABLES = Table.words();
  private static final Map<String, DataType> TYPES = DataType.words();

  /** The address behind its last register or bit. */
  int end() {
    return address + format.count();
  }

  /** Reads {@code visitors.configData}; empty when there is a mistake in it. */
  static Optional<Point> of(PropertySpec property, Consumer<Problem> problems) {
    List<Problem> mistakes = new ArrayList<>();
    Settings settings = Settings.of(property, mistakes::add);
    Optional<Table> table = settings.choice(TABLES, "register");
    int address = (int) settings.integer(0, Table.SIZE - 1, "offset");
    Optional<DataType> type = type(property, settings);
    boolean swapBytes = settings.flagOr(false, "isSwap");
    boolean swapRegisters = settings.flagOr(false, "isRegisterSwap");
    if (table.isPresent() && type.isPresent()) {
      int length = length(property, settings, table.get(), type.get(), mistakes);
      if (mistakes.isEmpty() && address + length > Table.SIZE) {
        mistakes.add(
            problem(
                property,
                "offset",
                String.valueOf(address),
                "at most " + (Table.SIZE - length) + " for a limit of " + length));
      }
      if (mistakes.isEmpty()) {
        Format format = type.get().format(table.get(), length, swapBytes, swapRegisters);
        return Optional.of(new Point(property, table.get(), address, format));
      }
    }
    mistakes.forEach(problems);
    return Optional.empty();
  }

  private static Optional<DataType> type(PropertySpec property, Settings settings) {
    if (settings.has("dataType")) {
      return settings.choice(TYPES, "dataType");
    }
    Optional<DataType> suggested = DataType.suggestedBy(property.type());
    return suggested.isPresent() ? suggested : settings.choice(TYPES, "dataType");
  }

  private static int length(
      PropertySpec property,
      Settings settings,
      Table table,
      DataType type,
      List<Problem> mistakes) {
    if (!type.standsIn(table)) {
      mistakes.add(problem(property, "dataType", type.toString(), DataType.expectedIn(table)));
      return 1;
    }
    Optional<Integer> usual = type.usualLength(table);
    int most = table.mostPerRead();
    int length =
        (int)
            (usual.isPresent()
                ? settings.integerOr(usual.get(), 1, most, "limit")
                : settings.integer(1, most, "limit"));
    if (!type.fits(table, length)) {
      mistakes.add(problem(property, "limit", String.valueOf(length), type.expectedLength(table)));
    }
    return length;
  }

  private static Problem problem(PropertySpec property, String key, String found, String expected) {
    return new Problem(
        "/spec/properties/" + property.index() + "/visitors/configData/" + key, found, expected);
  }
}
