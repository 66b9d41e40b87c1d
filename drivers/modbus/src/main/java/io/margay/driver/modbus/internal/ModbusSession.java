package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The conversation with one unit.
 *
 * <p>A request that the device refuses because of what it spans is cut in halves until only the
 * guilty property is left without a value; where it had to be cut is remembered, so that the next
 * read goes right to what works.
 */
final class ModbusSession implements DeviceSession {
  private static final String NO_TIME_LEFT = "not asked: no time was left";

  private final DeviceSettings settings;
  private final Map<Integer, Point> points;
  private final TcpLinks.Lease lease;
  private final Holes holes = new Holes();

  /**
   * @param points by {@link PropertySpec#index()}
   */
  ModbusSession(DeviceSettings settings, Map<Integer, Point> points, TcpLinks.Lease lease) {
    this.settings = settings;
    this.points = Map.copyOf(points);
    this.lease = lease;
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return new ModbusReadPlan(
        ReadPlanner.blocks(properties.stream().map(this::point).toList(), holes));
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    Deque<Block> pending = new ArrayDeque<>();
    for (Block block : ((ModbusReadPlan) plan).blocks()) {
      pending.addAll(holes.isEmpty() ? List.of(block) : ReadPlanner.blocks(block.points(), holes));
    }
    while (!pending.isEmpty()) {
      Block block = pending.removeFirst();
      if (deadline.hasPassed()) {
        allBad(block, NO_TIME_LEFT, sink);
        continue;
      }
      try {
        byte[] data = ask(block, deadline);
        for (Point point : block.points()) {
          sink.good(
              point.property(), point.format().decode(data, point.address() - block.address()));
        }
      } catch (ExceptionReply e) {
        if (e.concernsWholeUnit()) {
          allBad(block, e.reason(), sink);
          pending.forEach(rest -> allBad(rest, e.reason(), sink));
          return;
        }
        if (e.maySucceedInParts() && block.points().size() > 1) {
          holes.addBorder(block.table(), block.upperHalf().address());
          pending.addFirst(block.upperHalf());
          pending.addFirst(block.lowerHalf());
          continue;
        }
        if (e.maySucceedInParts()) {
          holes.addUnreadable(block.points().get(0));
        }
        allBad(block, e.reason(), sink);
      }
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    List<WriteResult> results = new ArrayList<>(writes.size());
    for (PropertyWrite write : writes) {
      results.add(
          deadline.hasPassed()
              ? WriteResult.failed("not written: no time was left")
              : write(point(write.property()), write.value(), deadline));
    }
    return results;
  }

  @Override
  public void close() {
    lease.close();
  }

  private WriteResult write(Point point, Object value, Deadline deadline) throws DriverException {
    if (!point.table().writable()) {
      return WriteResult.failed(point.table() + " is read-only in Modbus");
    }
    if (point.format().count() > point.table().mostPerWrite()) {
      return WriteResult.failed(
          "its %d registers or bits do not fit one write request; %d would"
              .formatted(point.format().count(), point.table().mostPerWrite()));
    }
    try {
      byte[] data = point.format().encode(value);
      exchange(Requests.write(settings.unit(), point, data), deadline);
      return WriteResult.DONE;
    } catch (UnfitValueException e) {
      return WriteResult.failed(String.valueOf(e.getMessage()));
    } catch (ExceptionReply e) {
      return WriteResult.failed(e.reason());
    }
  }

  private byte[] ask(Block block, Deadline deadline) throws DriverException, ExceptionReply {
    byte[] answer =
        exchange(
            Requests.read(settings.unit(), block.table(), block.address(), block.count()),
            deadline);
    return Arrays.copyOfRange(answer, 1, answer.length);
  }

  private byte[] exchange(Query query, Deadline deadline) throws DriverException, ExceptionReply {
    return lease.link().exchange(query, settings.timeoutMillis(), deadline);
  }

  private Point point(PropertySpec property) {
    Point point = points.get(property.index());
    if (point == null) {
      throw new IllegalArgumentException(
          "property " + property.name() + " is none of the device's that was opened");
    }
    return point;
  }

  private static void allBad(Block block, String reason, ReadingSink sink) {
    block.points().forEach(point -> sink.bad(point.property(), reason));
  }
}
