package io.margay.driver.modbus.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a device's {@code configData} says, in the spellings of both KubeEdge generations.
 *
 * <p>v1beta1 mappers have flat keys ({@code communicateMode}, {@code slaveID}, {@code ip}, {@code
 * port}, {@code timeout}); v1alpha2 nested them ({@code modbus.slaveID}, {@code common.tcp.ip}). A
 * flat key wins.
 *
 * @param unit the unit identifier of the slave, or of the device behind a gateway
 * @param timeoutMillis how long to wait for a connection, and for each answer
 */
record DeviceSettings(Transport transport, int unit, int timeoutMillis) {
  private static final int DEFAULT_PORT = 502;
  private static final int DEFAULT_UNIT = 1;
  private static final int DEFAULT_TIMEOUT_MILLIS = 3000;
  private static final int LONGEST_TIMEOUT_MILLIS = 600_000;

  private static final String[] HOST_KEYS = {"ip", "host", "address"};
  private static final String[] UNIT_KEYS = {"slaveID", "unitID"};

  /** Empty when the device cannot be reached by this driver; the problems say why. */
  static Optional<DeviceSettings> of(DeviceSpec device, Consumer<Problem> problems) {
    Settings flat = Settings.of(device, problems);
    Settings common = flat.object("common");
    Settings nestedTcp = common.has("tcp") ? common.object("tcp") : flat.object("tcp");
    boolean serial = common.has("com") || flat.has("com", "serialName", "serialPort");

    Settings tcp = flat.has(HOST_KEYS) ? flat : nestedTcp;
    boolean namesHost = tcp.has(HOST_KEYS);
    String mode =
        flat.text(List.of("communicateMode"))
            .orElse(serial && !namesHost ? "a serial line" : "TCP");
    if (!mode.equalsIgnoreCase("TCP")) {
      problems.accept(
          new Problem(
              "/spec/protocol/configData/communicateMode",
              mode,
              "TCP, the only mode that this version serves"));
      return Optional.empty();
    }
    String host = namesHost ? tcp.text(HOST_KEYS) : flat.text(HOST_KEYS);
    if (namesHost && host.isEmpty()) {
      problems.accept(
          new Problem("/spec/protocol/configData/ip", "\"\"", "an address or a host name"));
    }
    Settings unitPlace = flat.has(UNIT_KEYS) ? flat : flat.object("modbus");
    int unit = (int) unitPlace.integerOr(DEFAULT_UNIT, 0, 255, UNIT_KEYS);
    Settings portPlace = flat.has("port") ? flat : nestedTcp;
    int port = (int) portPlace.integerOr(DEFAULT_PORT, 1, 65_535, "port");
    int timeout = (int) flat.integerOr(0, 0, LONGEST_TIMEOUT_MILLIS, "timeout");
    return Optional.of(
        new DeviceSettings(
            new Transport.Tcp(host, port), unit, timeout == 0 ? DEFAULT_TIMEOUT_MILLIS : timeout));
  }
}
