package io.margay.driver.modbus.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.PropertySpec;
import io.margay.driver.modbus.internal.format.BitFormat;
import io.margay.driver.modbus.internal.format.ByteOrder;
import io.margay.driver.modbus.internal.format.Format;
import io.margay.driver.modbus.internal.format.RegisterFormat;
import io.margay.driver.modbus.internal.format.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Device descriptions as a manifest would give them. */
final class Specs {
  private Specs() {}

  static DeviceSpec device(Map<String, Object> settings, PropertySpec... properties) {
    return new DeviceSpec(new NamespacedName("default", "press"), settings, List.of(properties));
  }

  static DeviceSpec device(int port, Map<String, Object> more, List<PropertySpec> properties) {
    var settings = new java.util.HashMap<String, Object>(Map.of("ip", "127.0.0.1", "port", port));
    settings.putAll(more);
    return new DeviceSpec(new NamespacedName("default", "press"), settings, properties);
  }

  static PropertySpec property(int index, PropertyType type, Map<String, Object> settings) {
    return new PropertySpec(index, "p" + index, type, AccessMode.READ_WRITE, settings);
  }

  /** Properties of one holding register each. */
  static List<PropertySpec> holdingRegisters(int... addresses) {
    List<PropertySpec> properties = new ArrayList<>();
    for (int address : addresses) {
      properties.add(
          property(
              properties.size(),
              PropertyType.INT,
              Map.of("register", "HoldingRegister", "offset", address)));
    }
    return properties;
  }

  static Point point(int index, Table table, int address, int count) {
    Format format =
        table.holdsBits()
            ? new BitFormat(BitFormat.Kind.RAW, count)
            : new RegisterFormat(RegisterFormat.Kind.RAW, count, ByteOrder.BIG_ENDIAN);
    return new Point(property(index, PropertyType.BYTES, Map.of()), table, address, format);
  }
}
