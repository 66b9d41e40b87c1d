package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.DriverState;
import io.margay.driver.modbus.internal.format.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session has learnt about where a device cannot be read in one piece. Handed over to the
 * session of another version; else forgotten, so that a device that was changed is asked afresh.
 */
final class Holes {
  private static final int SCHEMA = 1;
  private static final String BORDERS = "borders";
  private static final String UNREADABLE = "unreadable";

  private final Map<Table, NavigableSet<Integer>> borders = new EnumMap<>(Table.class);
  private final Set<Span> unreadable = new HashSet<>();
  private int lessons;

  /** Registers or bits that the device refuses. */
  private record Span(Table table, int address, int count) {
    static Span of(Point point) {
      return new Span(point.table(), point.address(), point.format().count());
    }
  }

  /** What {@link #state} gave; nothing of a schema that is not known here. */
  static Holes restored(DriverState state) {
    Holes holes = new Holes();
    if (state.schema() == SCHEMA) {
      for (List<?> row : rows(state, BORDERS, 2)) {
        table(row).ifPresent(table -> holes.addBorder(table, number(row, 1)));
      }
      for (List<?> row : rows(state, UNREADABLE, 3)) {
        table(row)
            .ifPresent(
                table -> holes.unreadable.add(new Span(table, number(row, 1), number(row, 2))));
      }
    }
    return holes;
  }

  /** Rows of table, address and, for what is unreadable, count. */
  DriverState state() {
    List<Object> cuts = new ArrayList<>();
    borders.forEach(
        (table, addresses) ->
            addresses.forEach(address -> cuts.add(List.of(table.toString(), address))));
    List<Object> spans = new ArrayList<>();
    unreadable.forEach(
        span -> spans.add(List.of(span.table().toString(), span.address(), span.count())));
    return isEmpty()
        ? DriverState.NONE
        : new DriverState(SCHEMA, Map.of(BORDERS, cuts, UNREADABLE, spans));
  }

  private boolean isEmpty() {
    return borders.isEmpty() && unreadable.isEmpty();
  }

  /** Another number once something was learnt: a plan of before is to be made again. */
  int lessons() {
    return lessons;
  }

  /** No request may begin before this address and reach it. */
  void addBorder(Table table, int address) {
    if (borders.computeIfAbsent(table, any -> new TreeSet<>()).add(address)) {
      lessons++;
    }
  }

  /** The device refuses this point on its own; it must not spoil others. */
  void addUnreadable(Point point) {
    if (unreadable.add(Span.of(point))) {
      lessons++;
    }
  }

  /**
   * The device has given this point on its own. If it refused it before, it is not what it was when
   * its table was learnt about: it has started meanwhile, or has another program.
   */
  void given(Point point) {
    if (unreadable.remove(Span.of(point))) {
      borders.remove(point.table());
      lessons++;
    }
  }

  /** Whether a request that starts at an address may go on to take in a point. */
  boolean allow(Point first, Point next) {
    if (unreadable.contains(Span.of(first)) || unreadable.contains(Span.of(next))) {
      return false;
    }
    Integer border =
        borders.getOrDefault(first.table(), Collections.emptyNavigableSet()).floor(next.address());
    return border == null || border <= first.address();
  }

  private static List<List<?>> rows(DriverState state, String key, int columns) {
    List<List<?>> rows = new ArrayList<>();
    if (state.values().get(key) instanceof List<?> list) {
      for (Object row : list) {
        if (row instanceof List<?> cells && cells.size() == columns) {
          rows.add(cells);
        }
      }
    }
    return rows;
  }

  private static Optional<Table> table(List<?> row) {
    return Optional.ofNullable(Table.words().get(String.valueOf(row.get(0))));
  }

  private static int number(List<?> row, int column) {
    return row.get(column) instanceof Number number ? number.intValue() : -1;
  }
}
