package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.modbus.LibmodbusServer;
import io.margay.itest.modbus.PymodbusServer;
import io.margay.itest.modbus.SerialPair;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.WorkFolder;
import io.margay.itest.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped driver on every wire, with a slave that we did not write at its other end. */
class ModbusWiresIT {
  private static final List<String> ORDERS = List.of("ABCD", "CDAB", "BADC", "DCBA");

  private static MargayNode node;
  private static DataFeed feed;

  private int mark;

  @BeforeAll
  static void startANode() {
    node = MargayNode.unpacked("modbus-wires");
    node.deploy("modbus.jar", node.driver("modbus"));
    node.start();
    feed = DataFeed.on(node.mqttPort());
  }

  @AfterAll
  static void stopEverything() {
    feed.close();
    node.close();
  }

  @BeforeEach
  void mark() {
    mark = feed.mark();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtu", "ascii"})
  void twoUnitsOfASerialLineAreReadAsThemselves(String wire) {
    try (SerialPair line = SerialPair.plugged();
        PymodbusServer slave = PymodbusServer.on(wire, line.one().toString())) {
      for (int unit = 1; unit <= 2; unit++) {
        node.apply(
            wire + unit + ".yaml",
            everyOrder(
                DeviceYaml.of(wire + unit, "modbus")
                    .setting("communicateMode", wire)
                    .setting("serialName", line.other().toAbsolutePath())
                    .setting("dataBits", 8)
                    .setting("slaveID", unit)
                    .everyMillis(500)
                    .timeoutMillis(20_000)));
      }

      expectEveryOrder(wire + 1, "1005");
      expectEveryOrder(wire + 2, "2005");
      node.unapply(wire + "1.yaml");
      node.unapply(wire + "2.yaml");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtuovertcp", "asciiovertcp", "udp"})
  void everyOrderIsReadOverTheNetwork(String wire) {
    try (PymodbusServer slave = PymodbusServer.on(wire, "0")) {
      node.apply(
          wire + ".yaml",
          everyOrder(DeviceYaml.modbus(wire, slave.port(), 2).setting("communicateMode", wire)));

      expectEveryOrder(wire, "2005");
      node.unapply(wire + ".yaml");
    }
  }

  @Test
  void libmodbusIsReadAndWrittenOnASerialLine() {
    try (SerialPair line = SerialPair.plugged();
        LibmodbusServer slave = LibmodbusServer.onSerial(line.one())) {
      node.apply(
          "libmodbus.yaml",
          DeviceYaml.of("libmodbus", "modbus")
              .setting("communicateMode", "RTU")
              .setting("serialName", line.other().toAbsolutePath())
              .setting("slaveID", 7)
              .timeoutMillis(20_000)
              .holding("plain", 5)
              .writableHolding("set-point", 9)
              .desired("77")
              .text());

      assertThat(feed.awaitGood(mark, "libmodbus", "plain").value()).isEqualTo("7005");
      feed.await(
          mark,
          "libmodbus",
          "set-point",
          "the value that was written",
          reading -> reading.value().equals("77"));
      node.unapply("libmodbus.yaml");
    }
  }

  @Test
  void aSecuredDeviceIsReadOnceItsAuthorityIsTrusted() throws IOException {
    Path folder = Files.createDirectories(WorkFolder.file("modbus-authority"));
    TestAuthority authority = TestAuthority.in(folder, "plant");
    authority.sign("press");
    try (PymodbusServer slave =
        PymodbusServer.on("tls", "0", authority.certificate("press"), authority.key("press"))) {
      DeviceYaml secured =
          DeviceYaml.modbus("secured", slave.port(), 1).setting("communicateMode", "TLS");
      node.apply("secured.yaml", everyOrder(secured));
      assertThat(feed.awaitBad(mark, "secured", "plain").reason()).startsWith("no TLS with ");

      node.apply(
          "secured.yaml",
          secured.setting("tlsTrustFile", authority.root().toAbsolutePath()).text());

      expectEveryOrder("secured", "1005");
      node.unapply("secured.yaml");
    }
  }

  private static String everyOrder(DeviceYaml device) {
    device.holding("plain", 5);
    for (int n = 0; n < ORDERS.size(); n++) {
      String order = ORDERS.get(n);
      int at = 100 + 20 * n;
      device
          .property("float32-" + order, "DOUBLE", "ReadOnly", visitor(at, "float32", order))
          .property("int32-" + order, "INT", "ReadOnly", visitor(at + 2, "int32", order))
          .property("int64-" + order, "INT", "ReadOnly", visitor(at + 4, "int64", order))
          .property("float64-" + order, "DOUBLE", "ReadOnly", visitor(at + 8, "float64", order));
    }
    return device.text();
  }

  private static Map<String, Object> visitor(int offset, String dataType, String order) {
    Map<String, Object> visitor = new LinkedHashMap<>();
    visitor.put("register", "HoldingRegister");
    visitor.put("offset", offset);
    visitor.put("dataType", dataType);
    visitor.put("byteOrder", order);
    return visitor;
  }

  private void expectEveryOrder(String device, String plain) {
    assertThat(feed.awaitGood(mark, device, "plain").value()).isEqualTo(plain);
    for (String order : ORDERS) {
      assertThat(feed.awaitGood(mark, device, "float32-" + order).value()).isEqualTo("1234.5");
      assertThat(feed.awaitGood(mark, device, "int32-" + order).value()).isEqualTo("-123456789");
      assertThat(feed.awaitGood(mark, device, "int64-" + order).value())
          .isEqualTo("-1234567890123456789");
      assertThat(feed.awaitGood(mark, device, "float64-" + order).value()).isEqualTo("-0.1");
    }
  }
}
