package io.margay.itest.bench;

import io.margay.itest.node.DeviceYaml;

/**
 * The device that the smaller figures are taken with: five properties, once a second, as the demo.
 */
final class Press {
  static final String PROPERTY = "speed";

  private Press() {}

  static DeviceYaml yaml(int port, int everyMillis) {
    return DeviceYaml.modbus("press", port, 1)
        .holding(PROPERTY, 0)
        .writableHolding("speed-setpoint", 1)
        .holding("temperature", 2)
        .holding("pieces", 3)
        .coil("enabled", 0)
        .everyMillis(everyMillis);
  }
}
