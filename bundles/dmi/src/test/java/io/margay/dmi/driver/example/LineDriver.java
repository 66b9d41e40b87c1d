package io.margay.dmi.driver.example;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Capability;
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
import io.margay.dmi.driver.SettingDescription;
import io.margay.dmi.driver.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Serves devices that answer {@code GET item} and {@code SET item value}, a line for a line. */
public class LineDriver implements DeviceDriver {

  @Override
  public DriverDescription describe() {
    return new DriverDescription(
        "line",
        "Lines of text",
        List.of(SettingDescription.required("port", "1 to 65535", "where the device listens")),
        List.of(SettingDescription.required("item", "a word", "what the device calls it")),
        Set.of(Capability.DISCOVER));
  }

  @Override
  public List<Problem> validate(DeviceSpec device) {
    List<Problem> problems = new ArrayList<>();
    Settings.of(device, problems::add).integer(1, 65_535, "port");
    for (PropertySpec property : device.properties()) {
      Settings.of(property, problems::add).text("item");
    }
    return problems;
  }

  @Override
  public DeviceLink link(DeviceSpec device) {
    return DeviceLink.shared("line://127.0.0.1:" + port(device));
  }

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    return LineSession.open(port(device), deadline);
  }

  @Override
  public void discover(DiscoveryRequest request, DiscoverySink found, Deadline deadline) {}

  static int port(DeviceSpec device) {
    return (int) Settings.of(device, problem -> {}).integer(1, 65_535, "port");
  }
}
