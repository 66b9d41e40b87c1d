package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DiscoveryRequest;
import io.margay.dmi.driver.DiscoverySink;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.driver.modbus.internal.wire.Links;
import io.margay.driver.modbus.internal.wire.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Serves devices that speak Modbus, over a network or a serial line.
 *
 * <p>Its one state is the wires, which the sessions of a link share.
 */
@Component(service = DeviceDriver.class)
public final class ModbusDriver implements DeviceDriver {
  private final Links links = new Links();

  @Activate
  public ModbusDriver() {}

  @Deactivate
  void deactivate() {
    links.close();
  }

  @Override
  public DriverDescription describe() {
    return Description.OF_DRIVER;
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    Optional<DeviceSettings> settings = DeviceSettings.of(device, problems::add);
    for (PropertySpec property : device.properties()) {
      Optional<Point> point = Point.of(property, problems::add);
      if (point.isPresent() && settings.isPresent()) {
        mustFit(point.get(), settings.get().limits(), problems);
      }
    }
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    Transport transport = settings(device).transport();
    return new DeviceLink(transport.link(), transport.exclusive());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    DeviceSettings settings = settings(device);
    Links.Lease lease = links.lease(settings.transport());
    try {
      lease.link().connect(settings.patience(), deadline);
      return new ModbusSession(settings, lease, restored);
    } catch (DriverException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public void discover(DiscoveryRequest request, DiscoverySink found, Deadline deadline)
      throws DriverException {
    UnitScan scan = UnitScan.of(request.settings(), ModbusDriver::refuse);
    try (Links.Lease lease = links.lease(scan.transport())) {
      scan.run(lease.link(), found, deadline);
    }
  }

  private static void mustFit(Point point, ReadLimits limits, List<Problem> problems) {
    int most = limits.most(point.table());
    if (point.format().count() > most) {
      problems.add(
          new Problem(
              "/spec/properties/" + point.property().index() + "/visitors/configData/limit",
              String.valueOf(point.format().count()),
              "at most %d, as the device's maxRegistersPerRead and maxBitsPerRead say"
                  .formatted(most)));
    }
  }

  private static DeviceSettings settings(DeviceSpec device) {
    Optional<DeviceSettings> settings = DeviceSettings.of(device, ModbusDriver::refuse);
    return settings.orElseThrow();
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}
