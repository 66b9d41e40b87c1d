package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Settings;
import io.margay.driver.modbus.internal.format.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a value stands: its table, and its address there, counted from 0.
 *
 * <p>There are two ways to say it. KubeEdge's: {@code register} names the table and {@code offset}
 * counts from 0, in decimal or as {@code 0x1F}. The one of most manuals: {@code address} is the
 * number 40001, whose first digit names the table and whose rest counts from 1; with six digits it
 * reaches to 465536. Where both are given they must agree.
 */
record Place(Table table, int address) {
  private static final Map<String, Table> TABLES = Table.words();
  private static final int SHORT = 5;
  private static final int LONG = 6;
  private static final String MODICON =
      "five or six digits such as 40001 or 400001, where 0 is a coil (in quotes: \"00001\"), 1 a"
          + " discrete input, 3 an input register and 4 a holding register";

  /** Empty when there is a mistake in it. */
  static Optional<Place> of(Settings settings) {
    if (!settings.has("address")) {
      Optional<Table> table = settings.choice(TABLES, "register");
      OptionalInt offset = offset(settings);
      return table.isPresent() && offset.isPresent()
          ? Optional.of(new Place(table.get(), offset.getAsInt()))
          : Optional.empty();
    }
    String text = settings.text(List.of("address")).orElse("");
    Optional<Place> place = Numbers.isHex(text) ? inHex(settings, text) : inModicon(settings, text);
    return place.filter(found -> agrees(found, settings));
  }

  private static OptionalInt offset(Settings settings) {
    String text = settings.text(List.of("offset")).orElse("");
    if (Numbers.isHex(text)) {
      OptionalInt offset = Numbers.hex(text);
      if (offset.isEmpty()) {
        settings.complain("offset", "at most 0xFFFF");
      }
      return offset;
    }
    return OptionalInt.of((int) settings.integer(0, Table.SIZE - 1, "offset"));
  }

  private static Optional<Place> inHex(Settings settings, String text) {
    OptionalInt address = Numbers.hex(text);
    if (address.isEmpty()) {
      settings.complain("address", "at most 0xFFFF, or " + MODICON);
      return Optional.empty();
    }
    return settings.choice(TABLES, "register").map(table -> new Place(table, address.getAsInt()));
  }

  private static Optional<Place> inModicon(Settings settings, String text) {
    if ((text.length() != SHORT && text.length() != LONG)
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      settings.complain("address", MODICON);
      return Optional.empty();
    }
    Optional<Table> table =
        switch (text.charAt(0)) {
          case '0' -> Optional.of(Table.COIL);
          case '1' -> Optional.of(Table.DISCRETE_INPUT);
          case '3' -> Optional.of(Table.INPUT);
          case '4' -> Optional.of(Table.HOLDING);
          default -> Optional.empty();
        };
    int number = Integer.parseInt(text.substring(1));
    if (table.isEmpty() || number < 1 || number > Table.SIZE) {
      settings.complain("address", MODICON);
      return Optional.empty();
    }
    return table.map(named -> new Place(named, number - 1));
  }

  private static boolean agrees(Place place, Settings settings) {
    boolean agrees = true;
    if (settings.has("register")) {
      Optional<Table> table = settings.choice(TABLES, "register");
      if (table.isPresent() && table.get() != place.table()) {
        settings.complain("register", "%s, as address says".formatted(place.table()));
        agrees = false;
      }
    }
    if (settings.has("offset")) {
      OptionalInt offset = offset(settings);
      if (offset.isPresent() && offset.getAsInt() != place.address()) {
        settings.complain("offset", "%d, as address says".formatted(place.address()));
        agrees = false;
      }
    }
    return agrees;
  }
}
