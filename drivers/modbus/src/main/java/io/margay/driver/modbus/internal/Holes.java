package io.margay.driver.modbus.internal;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session has learnt about where a device cannot be read in one piece. Forgotten with the
 * session, so that a device that was changed is asked afresh.
 */
final class Holes {
  private final Map<Table, NavigableSet<Integer>> borders = new EnumMap<>(Table.class);
  private final Set<Integer> unreadable = new HashSet<>();

  boolean isEmpty() {
    return borders.isEmpty() && unreadable.isEmpty();
  }

  /** No request may begin before this address and reach it. */
  void addBorder(Table table, int address) {
    borders.computeIfAbsent(table, any -> new TreeSet<>()).add(address);
  }

  /** The device refuses this point on its own; it must not spoil others. */
  void addUnreadable(Point point) {
    unreadable.add(point.property().index());
  }

  /** Whether a request that starts at an address may go on to take in a point. */
  boolean allow(Point first, Point next) {
    if (unreadable.contains(first.property().index())
        || unreadable.contains(next.property().index())) {
      return false;
    }
    Integer border =
        borders.getOrDefault(first.table(), Collections.emptyNavigableSet()).floor(next.address());
    return border == null || border <= first.address();
  }
}
