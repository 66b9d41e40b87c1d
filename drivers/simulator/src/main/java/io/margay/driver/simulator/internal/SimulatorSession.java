package io.margay.driver.simulator.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.ReadPlan;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The conversation with a device that is not there. Its signals start anew with each session. */
final class SimulatorSession implements DeviceSession {
  private final Map<PropertySpec, SimulatedProperty> properties = new HashMap<>();
  private final LongSupplier millisClock;
  private final long openedMillis;

  SimulatorSession(LongSupplier millisClock) {
    this.millisClock = millisClock;
    this.openedMillis = millisClock.getAsLong();
  }

  @Override
  public ReadPlan plan(List<PropertySpec> wanted) {
    return new Plan(wanted.stream().map(this::property).toList());
  }

  @Override
  public void read(ReadPlan plan, ReadingSink sink, Deadline deadline) throws DriverException {
    long millis = millisClock.getAsLong() - openedMillis;
    for (SimulatedProperty property : ((Plan) plan).properties()) {
      property.read(millis, sink);
    }
  }

  @Override
  public List<WriteResult> write(List<PropertyWrite> writes, Deadline deadline) {
    List<WriteResult> results = new ArrayList<>(writes.size());
    for (PropertyWrite write : writes) {
      results.add(property(write.property()).write(write.value()));
    }
    return results;
  }

  @Override
  public void close() {}

  /** One that has changed is another one: its signal starts anew. */
  private SimulatedProperty property(PropertySpec spec) {
    return properties.computeIfAbsent(
        spec, changed -> SimulatedProperty.of(changed, SimulatorSession::refuse).orElseThrow());
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }

  private record Plan(List<SimulatedProperty> properties) implements ReadPlan {

    @Override
    public int requests() {
      return properties.isEmpty() ? 0 : 1;
    }
  }
}
