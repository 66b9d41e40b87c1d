package io.margay.mapper.internal.device;

import io.margay.dmi.AccessMode;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceMethod;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.TwinProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes the devices of the tests: presses with a few properties. */
final class Plant {
  static final NamespacedName PRESS = new NamespacedName("line1", "press");

  private final Map<String, Object> settings = new HashMap<>();
  private final List<ModelProperty> modelProperties = new ArrayList<>();
  private final List<DeviceProperty> properties = new ArrayList<>();
  private final List<DeviceMethod> methods = new ArrayList<>();
  private NamespacedName key = PRESS;

  static Plant press() {
    return new Plant();
  }

  Plant named(String name) {
    key = new NamespacedName("line1", name);
    return this;
  }

  Plant setting(String name, Object value) {
    settings.put(name, value);
    return this;
  }

  Plant property(String name, PropertyType type) {
    return property(name, type, Map.of(), null, 0, 0);
  }

  Plant property(String name, PropertyType type, Map<String, Object> visitors) {
    return property(name, type, visitors, null, 0, 0);
  }

  Plant cycles(String name, long collect, long report) {
    return property(name, PropertyType.INT, Map.of(), null, collect, report);
  }

  Plant desired(String name, PropertyType type, String value) {
    return property(name, type, Map.of(), TwinProperty.of(value), 0, 0);
  }

  Plant property(
      String name,
      PropertyType type,
      Map<String, Object> visitors,
      TwinProperty desired,
      long collect,
      long report) {
    modelProperties.add(
        new ModelProperty(
            name, "", type, AccessMode.READ_WRITE, null, null, "", ProtocolConfig.EMPTY));
    properties.add(
        new DeviceProperty(
            name, desired, new ProtocolConfig("", visitors), collect, report, true, Map.of()));
    return this;
  }

  Plant method(String name, String... properties) {
    methods.add(new DeviceMethod(name, "", List.of(properties)));
    return this;
  }

  Device device() {
    return new Device(key, "model", new ProtocolConfig("fake", settings), properties, methods);
  }

  DeviceModel model() {
    return new DeviceModel(new NamespacedName("line1", "model"), "fake", Map.of(), modelProperties);
  }
}
