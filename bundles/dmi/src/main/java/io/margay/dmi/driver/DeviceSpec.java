package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

import io.margay.dmi.NamespacedName;
import java.util.List;
import java.util.Map;

/**
 * A device as its driver sees it: what device and model say, merged.
 *
 * @param settings {@code protocol.configData}
 * @param properties in the order of the manifest
 */
public record DeviceSpec(
    NamespacedName device, Map<String, Object> settings, List<PropertySpec> properties) {

  public DeviceSpec {
    requireNonNull(device, "device");
    requireNonNull(settings, "settings");
    properties = List.copyOf(properties);
  }
}
