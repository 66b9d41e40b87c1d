package io.margay.driver.plc4x.internal;

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
import io.margay.driver.plc4x.internal.library.LibraryHolder;
import io.margay.driver.plc4x.internal.library.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Serves devices that Apache PLC4X speaks to: S7, OPC UA, EtherNet/IP, ADS and others. */
@Component(service = DeviceDriver.class)
public final class Plc4xDriver implements DeviceDriver {
  private final LibraryHolder library = new LibraryHolder();
  private final Links links = new Links(library);

  @Override
  public DriverDescription describe() {
    return Description.OF_DRIVER;
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    Optional<DeviceSettings> settings = DeviceSettings.of(device, problems::add);
    if (settings.isPresent()) {
      for (PropertySpec property : device.properties()) {
        validate(property, settings.get(), problems);
      }
    }
    return problems;
  }

  private void validate(PropertySpec property, DeviceSettings settings, List<Problem> problems) {
    Point point = Point.of(property, settings.endpoint().protocol(), problems::add);
    if (!Point.hasAddress(property)) {
      return;
    }
    library
        .expectedInsteadOf(settings.endpoint().protocol(), point.address())
        .ifPresent(expected -> problems.add(Point.wrongAddress(property, expected)));
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    DeviceSettings settings = settings(device);
    return new DeviceLink(settings.endpoint().url(), settings.exclusive());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    DeviceSettings settings = settings(device);
    return new Plc4xSession(settings, links.lease(settings, deadline));
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }

  private static DeviceSettings settings(DeviceSpec device) {
    return DeviceSettings.of(device, Plc4xDriver::refuse).orElseThrow();
  }
}
