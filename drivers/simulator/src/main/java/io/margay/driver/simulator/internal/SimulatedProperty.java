package io.margay.driver.simulator.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import io.margay.dmi.driver.Settings;
import io.margay.dmi.driver.WriteResult;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One property of a device that is not there: its signal, its faults, and how often it was read.
 */
final class SimulatedProperty {
  private static final Map<String, SignalKind> KINDS = SignalKind.words();

  private final PropertySpec property;
  private final Signal signal;
  private final Faults faults;
  private long readings;

  private SimulatedProperty(PropertySpec property, Signal signal, Faults faults) {
    this.property = property;
    this.signal = signal;
    this.faults = faults;
  }

  /** Empty when it says no signal that there is. */
  static Optional<SimulatedProperty> of(PropertySpec property, Consumer<Problem> problems) {
    Settings settings = Settings.of(property, problems);
    Faults faults = Faults.of(settings);
    return settings
        .choice(KINDS, "signal")
        .map(kind -> new SimulatedProperty(property, kind.signal(settings), faults));
  }

  /**
   * The same under another description; empty when that asks for another signal or other faults.
   */
  Optional<SimulatedProperty> describedAs(PropertySpec other) {
    if (other.equals(property)) {
      return Optional.of(this);
    }
    if (!other.settings().equals(property.settings())) {
      return Optional.empty();
    }
    SimulatedProperty same = new SimulatedProperty(other, signal, faults);
    same.readings = readings;
    return Optional.of(same);
  }

  void read(long millis, ReadingSink sink) throws DriverException {
    Object value = signal.at(millis, readings);
    readings++;
    faults.hang().happen();
    if (Faults.isDue(faults.throwEvery(), readings)) {
      throw new IllegalStateException("simulated defect of a driver at reading " + readings);
    }
    if (Faults.isDue(faults.breakEvery(), readings)) {
      throw new DriverException("simulated break of the conversation at reading " + readings);
    }
    if (Faults.isDue(faults.failEvery(), readings)) {
      sink.bad(property, "simulated failure of reading " + readings);
    } else {
      sink.good(property, value);
    }
  }

  WriteResult write(Object value) {
    if (signal instanceof Signal.Memory memory) {
      memory.set(value);
      return WriteResult.DONE;
    }
    return WriteResult.failed("only a property with signal memory can be written");
  }
}
