package io.margay.driver.modbus.internal;

import java.util.List;

/**
 * One read request: a span of a table that holds all of its points.
 *
 * @param points in the order of their addresses
 */
record Block(List<Point> points) {

  Block {
    points = List.copyOf(points);
  }

  Table table() {
    return points.get(0).table();
  }

  int address() {
    return points.get(0).address();
  }

  int count() {
    return points.stream().mapToInt(Point::end).max().orElseThrow() - address();
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
