package io.margay.driver.onvif.internal;

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
import io.margay.driver.onvif.internal.camera.Camera;
import io.margay.driver.onvif.internal.camera.CameraSettings;
import io.margay.driver.onvif.internal.events.EventWaiter;
import io.margay.driver.onvif.internal.http.Address;
import io.margay.driver.onvif.internal.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Serves cameras that speak ONVIF.
 *
 * <p>Its one state is who waits for events, which the sessions share.
 */
@Component(service = DeviceDriver.class)
public final class OnvifDriver implements DeviceDriver {
  private final EventWaiter waiter = new EventWaiter();

  @Activate
  public OnvifDriver() {}

  @Override
  public DriverDescription describe() {
    return Description.OF_DRIVER;
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    DeviceSettings.of(device, problems::add);
    ItemReader items = new ItemReader();
    for (PropertySpec property : device.properties()) {
      items.read(property, problems::add);
    }
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    Address address = settings(device).device();
    return DeviceLink.shared("onvif://" + address.authority());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    CameraSettings settings = settings(device);
    return new OnvifSession(
        device.device(),
        Camera.connect(settings, OnvifSession.servicesOf(restored), deadline),
        waiter);
  }

  @Override
  public void discover(DiscoveryRequest request, DiscoverySink found, Deadline deadline)
      throws DriverException {
    Search.of(request.settings(), OnvifDriver::refuse).run(found, deadline);
  }

  private static CameraSettings settings(DeviceSpec device) {
    Optional<CameraSettings> settings = DeviceSettings.of(device, OnvifDriver::refuse);
    return settings.orElseThrow();
  }

  private static void refuse(Problem problem) {
    throw new IllegalArgumentException(problem.toString());
  }
}
