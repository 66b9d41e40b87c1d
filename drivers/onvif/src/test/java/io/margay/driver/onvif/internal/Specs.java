package io.margay.driver.onvif.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Descriptions of cameras for tests. */
public final class Specs {
  private Specs() {}

  /** A camera on this machine. */
  public static DeviceSpec camera(
      int port, Map<String, Object> settings, PropertySpec... properties) {
    Map<String, Object> all = new HashMap<>(Map.of("url", "127.0.0.1:" + port));
    all.putAll(settings);
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
    return new DeviceSpec(new NamespacedName("default", "camera"), all, numbered);
  }

  /** A property that is a field of an operation's answer. */
  public static PropertySpec asked(String name, String method, String field) {
    return property(name, Map.of("method", method, "field", field));
  }

  public static PropertySpec property(String name, Map<String, Object> settings) {
    return new PropertySpec(0, name, PropertyType.STRING, AccessMode.READ_WRITE, settings);
  }

  /** A property that is true or false. */
  public static PropertySpec flag(String name, Map<String, Object> settings) {
    return new PropertySpec(0, name, PropertyType.BOOLEAN, AccessMode.READ_ONLY, settings);
  }
}
