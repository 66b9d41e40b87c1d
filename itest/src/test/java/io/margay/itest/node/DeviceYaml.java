package io.margay.itest.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes a device and its model as a user would. */
public final class DeviceYaml {
  private final String name;
  private final String protocol;
  private final List<String> settings = new ArrayList<>();
  private final List<Property> properties = new ArrayList<>();
  private int cycleMillis = 100;

  private record Property(
      String name, String type, String access, String desired, Map<String, Object> visitors) {}

  private DeviceYaml(String name, String protocol) {
    this.name = name;
    this.protocol = protocol;
  }

  /** A device whose model is called {@code <name>-model}. */
  public static DeviceYaml of(String name, String protocol) {
    return new DeviceYaml(name, protocol);
  }

  /**
   * A Modbus TCP device on this machine, which is given more time for an answer than it needs on a
   * bad day.
   */
  public static DeviceYaml modbus(String name, int port, int unit) {
    return of(name, "modbus")
        .setting("communicateMode", "TCP")
        .setting("ip", "127.0.0.1")
        .setting("port", "\"" + port + "\"")
        .setting("slaveID", unit)
        .timeoutMillis(20_000);
  }

  /** One of the device's own settings; a later one takes the place of an earlier one. */
  public DeviceYaml setting(String key, Object value) {
    settings.removeIf(setting -> setting.startsWith(key + ":"));
    settings.add(key + ": " + value);
    return this;
  }

  /** How long an answer may take. */
  public DeviceYaml timeoutMillis(int millis) {
    return setting("timeout", millis);
  }

  public DeviceYaml everyMillis(int millis) {
    cycleMillis = millis;
    return this;
  }

  /** A property that is an unsigned 16-bit holding register. */
  public DeviceYaml holding(String property, int offset) {
    return register(property, "INT", "HoldingRegister", offset, "ReadOnly");
  }

  /** A property that is an unsigned 16-bit holding register, and may be written. */
  public DeviceYaml writableHolding(String property, int offset) {
    return register(property, "INT", "HoldingRegister", offset, "ReadWrite");
  }

  /** A property that is a coil, and may be written. */
  public DeviceYaml coil(String property, int offset) {
    return register(property, "BOOLEAN", "CoilRegister", offset, "ReadWrite");
  }

  private DeviceYaml register(
      String property, String type, String register, int offset, String access) {
    return property(
        property, type, access, Map.of("register", register, "offset", offset, "limit", 1));
  }

  public DeviceYaml property(
      String property, String type, String access, Map<String, Object> visitors) {
    properties.add(new Property(property, type, access, "", visitors));
    return this;
  }

  /** Gives the last property a desired value. */
  public DeviceYaml desired(String value) {
    Property last = properties.remove(properties.size() - 1);
    properties.add(new Property(last.name(), last.type(), last.access(), value, last.visitors()));
    return this;
  }

  /** Model and device in one file. */
  public String text() {
    return model() + "---\n" + device();
  }

  public String model() {
    StringJoiner list = new StringJoiner("");
    for (Property property : properties) {
      list.add(
          """
              - name: %s
                type: %s
                accessMode: %s
          """
              .formatted(property.name(), property.type(), property.access()));
    }
    return """
        apiVersion: devices.kubeedge.io/v1beta1
        kind: DeviceModel
        metadata:
          name: %s-model
          namespace: default
        spec:
          protocol: %s
          properties:
        """
            .formatted(name, protocol)
        + list;
  }

  public String device() {
    StringJoiner list = new StringJoiner("");
    for (Property property : properties) {
      list.add(
          """
              - name: %s
                collectCycle: %d
                reportCycle: %d
                reportToCloud: true
          """
              .formatted(property.name(), cycleMillis, cycleMillis));
      if (!property.desired().isEmpty()) {
        list.add("      desired:\n        value: \"%s\"\n".formatted(property.desired()));
      }
      list.add("      visitors:\n        protocolName: %s\n".formatted(protocol));
      list.add("        configData: %s\n".formatted(flow(property.visitors())));
    }
    return """
        apiVersion: devices.kubeedge.io/v1beta1
        kind: Device
        metadata:
          name: %s
          namespace: default
        spec:
          deviceModelRef:
            name: %s-model
          protocol:
            protocolName: %s
            configData: {%s}
          properties:
        """
            .formatted(name, name, protocol, String.join(", ", settings))
        + list;
  }

  private static String flow(Map<String, Object> map) {
    StringJoiner joined = new StringJoiner(", ", "{", "}");
    map.forEach((key, value) -> joined.add(key + ": " + value));
    return joined.toString();
  }
}
