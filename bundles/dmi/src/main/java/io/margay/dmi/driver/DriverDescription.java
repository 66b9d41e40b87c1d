package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * What a driver speaks, understands and can do.
 *
 * @param protocol the {@code protocolName} that devices select the driver by, such as {@code
 *     modbus}
 * @param title what people call the protocol
 * @param deviceSettings the keys of {@code protocol.configData}
 * @param propertySettings the keys of {@code visitors.configData}; those that the engine itself
 *     understands, such as {@code scale}, are left out
 */
public record DriverDescription(
    String protocol,
    String title,
    List<SettingDescription> deviceSettings,
    List<SettingDescription> propertySettings,
    Set<Capability> capabilities) {

  public DriverDescription {
    requireNonNull(protocol, "protocol");
    requireNonNull(title, "title");
    deviceSettings = List.copyOf(deviceSettings);
    propertySettings = List.copyOf(propertySettings);
    capabilities = Set.copyOf(capabilities);
  }

  /** A driver that reads and writes, and says nothing of its settings. */
  public static DriverDescription of(String protocol, String title) {
    return new DriverDescription(protocol, title, List.of(), List.of(), Set.of());
  }
}
