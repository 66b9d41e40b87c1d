package ${package};

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
import io.margay.dmi.driver.SettingDescription;
import io.margay.dmi.driver.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Component;

/** Serves devices of the protocol ${protocol}: says what their settings are, and opens sessions. */
@Component(service = DeviceDriver.class)
public final class ${className}Driver implements DeviceDriver {

  @Override
  public DriverDescription describe() {
    return new DriverDescription(
        "${protocol}", // what devices write as protocolName
        "${className} devices",
        List.of(
            SettingDescription.required("host", "an address", "where the device is"),
            SettingDescription.optional("port", "1 to 65535", "4000", "where it listens")),
        List.of(SettingDescription.required("item", "a word", "what the device calls it")),
        Set.of());
  }

  /** Settings tell of each mistake with its place; nothing is opened to find one. */
  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    address(device, problems::add);
    for (PropertySpec property : device.properties()) {
      Settings.of(property, problems::add).text("item");
    }
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    InetSocketAddress address = address(device, problem -> {});
    return DeviceLink.shared("${protocol}://" + address.getHostString() + ":" + address.getPort());
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    InetSocketAddress address = address(device, problem -> {});
    try {
      return new ${className}Session(
          ${className}Connection.open(address.getHostString(), address.getPort(), deadline));
    } catch (IOException e) {
      throw new DriverException(address + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Unresolved, because looking a name up is I/O. */
  private static InetSocketAddress address(DeviceSpec device, Consumer<Problem> problems) {
    Settings settings = Settings.of(device, problems);
    String host = settings.text("host");
    int port = (int) settings.integerOr(4000, 1, 65_535, "port");
    return InetSocketAddress.createUnresolved(host, port);
  }
}
