package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

import io.margay.dmi.AccessMode;
import io.margay.dmi.PropertyType;
import java.util.Map;

/**
 * One property of a device as its driver sees it: what device and model say, merged.
 *
 * @param index its position in {@link DeviceSpec#properties()}, from 0
 * @param settings {@code visitors.configData}
 */
public record PropertySpec(
    int index,
    String name,
    PropertyType type,
    AccessMode accessMode,
    Map<String, Object> settings) {

  public PropertySpec {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(accessMode, "accessMode");
    requireNonNull(settings, "settings");
  }
}
