package io.margay.driver.modbus.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts points together into the fewest requests.
 *
 * <p>Points of one table share a request as long as its span stays within what one request may ask
 * for, and reading what lies between them costs less than asking again.
 */
final class ReadPlanner {
  private ReadPlanner() {}

  /** The requests for points in any order. */
  static List<Block> blocks(List<Point> points, Holes holes, ReadLimits limits) {
    List<Block> blocks = new ArrayList<>();
    List<Point> current = new ArrayList<>();
    int end = 0;
    for (Point next : points.stream().sorted(Point.BY_ADDRESS).toList()) {
      if (!current.isEmpty() && !joins(current.get(0), end, next, holes, limits)) {
        blocks.add(new Block(current));
        current.clear();
        end = 0;
      }
      current.add(next);
      end = Math.max(end, next.end());
    }
    if (!current.isEmpty()) {
      blocks.add(new Block(current));
    }
    return blocks;
  }

  private static boolean joins(Point first, int end, Point next, Holes holes, ReadLimits limits) {
    return first.table() == next.table()
        && next.address() - end <= limits.gap(first.table())
        && Math.max(end, next.end()) - first.address() <= limits.most(first.table())
        && holes.allow(first, next);
  }
}
