package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.ReadingSink;
import io.margay.driver.modbus.internal.wire.ExceptionReply;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Executes read plans.
 *
 * <p>A request that the device refuses because of what it spans is cut in halves until only the
 * guilty property is left without a value; where it had to be cut is remembered, so that the next
 * read goes right to what works, and forgotten when the guilty one gives a value after all.
 */
final class BlockReader {
  private static final String NO_TIME_LEFT = "not asked: no time was left";

  private final Unit unit;
  private final ReadLimits limits;
  private final Holes holes;

  BlockReader(Unit unit, ReadLimits limits, Holes holes) {
    this.unit = unit;
    this.limits = limits;
    this.holes = holes;
  }

  void read(ModbusReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    Deque<Block> pending =
        new ArrayDeque<>(
            plan.lessons() == holes.lessons()
                ? plan.blocks()
                : ReadPlanner.blocks(plan.points(), holes, limits));
    while (!pending.isEmpty()) {
      Block block = pending.removeFirst();
      if (deadline.hasPassed()) {
        allBad(block, NO_TIME_LEFT, sink);
        continue;
      }
      try {
        tell(block, unit.read(block.table(), block.address(), block.count(), deadline), sink);
        if (block.points().size() == 1) {
          holes.given(block.points().get(0));
        }
      } catch (ExceptionReply e) {
        if (e.concernsWholeUnit()) {
          allBad(block, e.reason(), sink);
          pending.forEach(rest -> allBad(rest, e.reason(), sink));
          return;
        }
        refused(block, e, pending, sink);
      }
    }
  }

  private void refused(Block block, ExceptionReply e, Deque<Block> pending, ReadingSink sink) {
    if (e.maySucceedInParts() && block.points().size() > 1) {
      holes.addBorder(block.table(), block.upperHalf().address());
      pending.addFirst(block.upperHalf());
      pending.addFirst(block.lowerHalf());
      return;
    }
    if (e.maySucceedInParts()) {
      holes.addUnreadable(block.points().get(0));
    }
    allBad(block, e.reason(), sink);
  }

  private static void tell(Block block, byte[] data, ReadingSink sink) {
    for (Point point : block.points()) {
      point.format().tell(data, point.address() - block.address(), point.property(), sink);
    }
  }

  private static void allBad(Block block, String reason, ReadingSink sink) {
    block.points().forEach(point -> sink.bad(point.property(), reason));
  }
}
