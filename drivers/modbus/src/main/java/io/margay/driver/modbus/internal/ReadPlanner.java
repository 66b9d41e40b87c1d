package io.margay.driver.modbus.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts points together into the fewest requests.
 *
 * <p>Points of one table share a request as long as its span stays within what one request may ask
 * for. Registers between them that nobody wants are read too: over TCP a register costs about a
 * microsecond, a request at least one round trip.
 */
final class ReadPlanner {
  private ReadPlanner() {}

  /** The requests for points in any order. */
  static List<Block> blocks(List<Point> points, Holes holes) {
    List<Block> blocks = new ArrayList<>();
    List<Point> current = new ArrayList<>();
    for (Point next : points.stream().sorted(Point.BY_ADDRESS).toList()) {
      if (!current.isEmpty() && !joins(current.get(0), next, holes)) {
        blocks.add(new Block(current));
        current.clear();
      }
      current.add(next);
    }
    if (!current.isEmpty()) {
      blocks.add(new Block(current));
    }
    return blocks;
  }

  private static boolean joins(Point first, Point next, Holes holes) {
    return first.table() == next.table()
        && next.end() - first.address() <= first.table().mostPerRead()
        && holes.allow(first, next);
  }
}
