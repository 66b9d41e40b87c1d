package io.margay.driver.plc4x.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Descriptions of devices, as short as tests want them. */
final class Specs {
  private Specs() {}

  static DeviceSpec device(String url, PropertySpec... properties) {
    return device(Map.of("url", url), properties);
  }

  static DeviceSpec device(Map<String, Object> settings, PropertySpec... properties) {
    List<PropertySpec> numbered = new ArrayList<>();
    for (PropertySpec property : properties) {
      numbered.add(
          new PropertySpec(
              numbered.size(),
              property.name(),
              property.type(),
              property.accessMode(),
              property.settings()));
    }
    return new DeviceSpec(new NamespacedName("default", "plc"), settings, numbered);
  }

  static PropertySpec integer(String name, String address) {
    return property(name, PropertyType.INT, address);
  }

  static PropertySpec number(String name, String address) {
    return property(name, PropertyType.DOUBLE, address);
  }

  static PropertySpec flag(String name, String address) {
    return property(name, PropertyType.BOOLEAN, address);
  }

  static PropertySpec property(String name, PropertyType type, String address) {
    return new PropertySpec(
        0, name, type, AccessMode.READ_WRITE, new HashMap<>(Map.of("address", address)));
  }

  static PropertySpec told(PropertySpec property, boolean told) {
    Map<String, Object> settings = new HashMap<>(property.settings());
    settings.put("subscribe", told);
    return new PropertySpec(0, property.name(), property.type(), property.accessMode(), settings);
  }
}
