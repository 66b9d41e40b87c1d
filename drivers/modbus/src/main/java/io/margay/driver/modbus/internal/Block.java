package io.margay.driver.modbus.internal;

import io.margay.driver.modbus.internal.format.Table;
import java.util.List;

/**
 * One read request: a span of a table that holds all of its points.
 *
 * @param points in the order of their addresses
 * @param count registers or bits from the first to the last
 */
record Block(List<Point> points, int count) {

  Block {
    points = List.copyOf(points);
  }

  Block(List<Point> points) {
    this(
        points, points.stream().mapToInt(Point::end).max().orElseThrow() - points.get(0).address());
  }

  Table table() {
    return points.get(0).table();
  }

  int address() {
    return points.get(0).address();
  }

  /** The half of the points with the lower addresses. */
  Block lowerHalf() {
    return new Block(points.subList(0, points.size() / 2));
  }

  /** The half of the points with the higher addresses. */
  Block upperHalf() {
    return new Block(points.subList(points.size() / 2, points.size()));
  }
}
