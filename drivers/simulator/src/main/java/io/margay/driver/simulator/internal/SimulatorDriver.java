package io.margay.driver.simulator.internal;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Serves devices that are not there: for a first look without hardware, and for tests of faults.
 *
 * <p>Its one state is how often each device was opened, which {@link ConnectFaults} needs.
 */
@Component(service = DeviceDriver.class)
public final class SimulatorDriver implements DeviceDriver {
  private final LongSupplier millisClock;
  private final Map<NamespacedName, Integer> opens = new ConcurrentHashMap<>();

  @Activate
  public SimulatorDriver() {
    this(() -> System.nanoTime() / 1_000_000);
  }

  SimulatorDriver(LongSupplier millisClock) {
    this.millisClock = millisClock;
  }

  @Override
  public DriverDescription describe() {
    return DriverDescription.of("simulator", "Simulated devices");
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    ConnectFaults.of(device, problems::add);
    device.properties().forEach(property -> SimulatedProperty.of(property, problems::add));
    return problems;
  }

  /** A link of its own for each device, unless {@code link} names one that several share. */
  @Override
  public DeviceLink link(DeviceSpec device) {
    return DeviceLink.shared(
        "simulator://"
            + Settings.of(device, SimulatorDriver::refuse)
                .text(List.of("link"))
                .orElse(device.device().toString()));
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    int attempt = opens.merge(device.device(), 1, Integer::sum);
    ConnectFaults.of(device, SimulatorDriver::refuse).happen(attempt);
    return new SimulatorSession(millisClock);
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}
