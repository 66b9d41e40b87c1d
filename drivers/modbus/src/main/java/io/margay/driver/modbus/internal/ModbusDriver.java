package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverDescription;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Serves devices that speak Modbus TCP.
 *
 * <p>Its one state is the connections, which the sessions of a link share.
 */
@Component(service = DeviceDriver.class)
public final class ModbusDriver implements DeviceDriver {
  private final TcpLinks links = new TcpLinks();

  @Activate
  public ModbusDriver() {}

  @Deactivate
  void deactivate() {
    links.close();
  }

  @Override
  public DriverDescription describe() {
    return DriverDescription.of("modbus", "Modbus");
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    DeviceSettings.of(device, problems::add);
    device.properties().forEach(property -> Point.of(property, problems::add));
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    return DeviceLink.shared(settings(device).transport().link());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    DeviceSettings settings = settings(device);
    Map<Integer, Point> points = new HashMap<>();
    for (PropertySpec property : device.properties()) {
      Point.of(property, ModbusDriver::refuse)
          .ifPresent(point -> points.put(property.index(), point));
    }
    TcpLinks.Lease lease = links.lease((Transport.Tcp) settings.transport());
    try {
      lease.link().connect(settings.timeoutMillis(), deadline);
      return new ModbusSession(settings, points, lease);
    } catch (DriverException | RuntimeException e) {
      lease.close();
      throw e;
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
