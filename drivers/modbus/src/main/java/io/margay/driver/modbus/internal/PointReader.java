package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.format.ByteOrder;
import io.margay.driver.modbus.internal.format.DataType;
import io.margay.driver.modbus.internal.format.Format;
import io.margay.driver.modbus.internal.format.PartFormat;
import io.margay.driver.modbus.internal.format.Table;
import io.margay.driver.modbus.internal.format.TextFormat;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes a {@link Point} of what a visitor says, or says what is wrong with it. */
final class PointReader {
  private static final Map<String, DataType> TYPES = DataType.words();
  private static final Map<String, ByteOrder> ORDERS = ByteOrder.words();
  private static final Map<String, Charset> CHARSETS = TextFormat.charsets();
  private static final int BITS_OF_A_REGISTER = 16;

  private final PropertySpec property;
  private final Consumer<Problem> problems;
  private final List<Problem> mistakes = new ArrayList<>();
  private final Settings settings;

  PointReader(PropertySpec property, Consumer<Problem> problems) {
    this.property = property;
    this.problems = problems;
    this.settings = Settings.of(property, mistakes::add);
  }

  /** Empty when there are mistakes, which are told. */
  Optional<Point> read() {
    Optional<Place> place = Place.of(settings);
    Optional<DataType> type = type();
    Optional<Point> point = Optional.empty();
    if (place.isPresent() && type.isPresent()) {
      point = Optional.of(point(place.get(), type.get()));
    }
    mistakes.forEach(problems);
    return mistakes.isEmpty() ? point : Optional.empty();
  }

  private Point point(Place place, DataType type) {
    Table table = place.table();
    int length = length(table, type);
    if (mistakes.isEmpty() && place.address() + length > Table.SIZE) {
      mistakes.add(
          problem(
              settings.has("address") ? "address" : "offset",
              String.valueOf(place.address()),
              "at most " + (Table.SIZE - length) + " for a limit of " + length));
    }
    Format format =
        table.holdsBits() ? inBits(type, length) : inRegisters(type, Math.max(1, length));
    return new Point(property, table, place.address(), format);
  }

  private Format inBits(DataType type, int length) {
    if (settings.has("bit")) {
      settings.complain("bit", "nothing: a coil or discrete input is a bit by itself");
    }
    return type.inBits(length);
  }

  private Format inRegisters(DataType type, int length) {
    ByteOrder order = order(length);
    if (settings.has("bit")) {
      return bit(type, order);
    }
    if (type.isPart()) {
      boolean high =
          settings.has("byte")
              && settings
                  .choice(Map.of("low", Boolean.FALSE, "high", Boolean.TRUE), "byte")
                  .orElse(false);
      return type.inByte(high != order.swapBytes());
    }
    if (type == DataType.STRING) {
      Charset charset =
          settings.has("charset")
              ? settings.choice(CHARSETS, "charset").orElse(StandardCharsets.UTF_8)
              : StandardCharsets.UTF_8;
      return new TextFormat(length, order, charset, settings.flagOr(false, "trim"));
    }
    return type.inRegisters(length, order);
  }

  private Format bit(DataType type, ByteOrder order) {
    int bit = (int) settings.integer(0, BITS_OF_A_REGISTER - 1, "bit");
    if (type != DataType.BOOL && type != DataType.BOOLEAN && type != DataType.INT) {
      mistakes.add(problem("dataType", type.toString(), "bool or int, for a bit of a register"));
    }
    return type == DataType.INT
        ? new PartFormat(PartFormat.Kind.UNSIGNED, inPlace(bit, order), 1)
        : PartFormat.bit(inPlace(bit, order));
  }

  private static int inPlace(int bit, ByteOrder order) {
    return order.swapBytes() ? bit ^ Byte.SIZE : bit;
  }

  private ByteOrder order(int length) {
    boolean swaps = settings.has("isSwap", "isRegisterSwap");
    ByteOrder said =
        new ByteOrder(
            settings.flagOr(false, "isSwap"), settings.flagOr(false, "isRegisterSwap"), false);
    if (!settings.has("byteOrder")) {
      return said.equals(ByteOrder.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN : said;
    }
    ByteOrder order = settings.choice(ORDERS, "byteOrder").orElse(ByteOrder.BIG_ENDIAN);
    String word = settings.text(List.of("byteOrder")).orElse("");
    if (!ByteOrder.fits(word, length)) {
      settings.complain(
          "byteOrder", "one of ABCD, CDAB, BADC, DCBA for %d registers".formatted(length));
    }
    if (swaps && !said.equals(order)) {
      settings.complain(
          "byteOrder", "the same as isSwap and isRegisterSwap say, or these left out");
    }
    return order;
  }

  private Optional<DataType> type() {
    if (settings.has("dataType")) {
      return settings.choice(TYPES, "dataType");
    }
    Optional<DataType> suggested =
        settings.has("bit") ? Optional.of(DataType.BOOL) : DataType.suggestedBy(property.type());
    return suggested.isPresent() ? suggested : settings.choice(TYPES, "dataType");
  }

  private int length(Table table, DataType type) {
    if (!type.standsIn(table)) {
      mistakes.add(problem("dataType", type.toString(), DataType.expectedIn(table)));
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
      mistakes.add(problem("limit", String.valueOf(length), type.expectedLength(table)));
    }
    return length;
  }

  private Problem problem(String key, String found, String expected) {
    return new Problem(settings.path() + "/" + key, found, expected);
  }
}
