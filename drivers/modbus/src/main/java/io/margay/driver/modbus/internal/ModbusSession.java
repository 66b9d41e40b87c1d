package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import io.margay.driver.modbus.internal.wire.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conversation with one unit. */
final class ModbusSession implements DeviceSession {
  private static final String NOT_READ = "not read: a broadcast is not answered";

  private final DeviceSettings settings;
  private final Links.Lease lease;
  private final Unit unit;
  private final Holes holes;
  private final BlockReader reader;
  private final PointWriter writer;
  private final DeviceMethods methods;

  /** By {@link PropertySpec#index()}; made anew when the property has changed. */
  private final List<@Nullable Point> points = new ArrayList<>();

  ModbusSession(DeviceSettings settings, Links.Lease lease, DriverState restored) {
    this.settings = settings;
    this.lease = lease;
    this.unit = new Unit(lease.link(), settings.unit(), settings.patience());
    this.holes = Holes.restored(restored);
    this.reader = new BlockReader(unit, settings.limits(), holes);
    this.writer = new PointWriter(unit, settings.broadcasts());
    this.methods = new DeviceMethods(unit);
  }

  @Override
  public ReadPlan plan(List<PropertySpec> properties) {
    return new ModbusReadPlan(
        ReadPlanner.blocks(properties.stream().map(this::point).toList(), holes, settings.limits()),
        holes.lessons());
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    ModbusReadPlan own = (ModbusReadPlan) plan;
    if (settings.broadcasts()) {
      own.blocks().forEach(block -> block.points().forEach(p -> sink.bad(p.property(), NOT_READ)));
      return;
    }
    reader.read(own, sink, deadline);
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline)
      throws DriverException {
    return writer.write(
        writes.stream()
            .map(write -> new PointWriter.Wanted(point(write.property()), write.value()))
            .toList(),
        deadline);
  }

  @Override
  public Map<String, Object> invoke(String method, Map<String, Object> arguments, Deadline deadline)
      throws DriverException {
    return methods.invoke(method, arguments, deadline);
  }

  @Override
  public void probe(Deadline deadline) throws DriverException {
    if (!settings.broadcasts()) {
      unit.probe(deadline);
    }
  }

  @Override
  public DriverState handOver(Deadline deadline) {
    return holes.state();
  }

  @Override
  public void close() {
    lease.close();
  }

  private Point point(PropertySpec property) {
    int index = property.index();
    while (points.size() <= index) {
      points.add(null);
    }
    Point known = points.get(index);
    if (known != null && known.property().equals(property)) {
      return known;
    }
    Point fresh = Point.of(property, ModbusSession::refuse).orElseThrow();
    points.set(index, fresh);
    return fresh;
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}
