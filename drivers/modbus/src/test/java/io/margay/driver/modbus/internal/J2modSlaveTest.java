package io.margay.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class J2modSlaveTest {
  private final ModbusDriver driver = new ModbusDriver();
  private final SimpleProcessImage image = new SimpleProcessImage();
  private ModbusSlave slave;
  private int port;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 20; i++) {
      image.addRegister(new SimpleRegister(0));
      image.addInputRegister(new SimpleInputRegister(100 + i));
      image.addDigitalOut(new SimpleDigitalOut(false));
      image.addDigitalIn(new SimpleDigitalIn(i % 2 == 0));
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 2, false);
    slave.addProcessImage(1, image);
    slave.open();
  }

  @AfterEach
  void stop() {
    driver.deactivate();
    slave.close();
  }

  @Test
  void whatIsWrittenIsReadBackFromEveryTable() throws Exception {
    DeviceSpec device =
        Specs.device(
            port,
            Map.of(),
            List.of(
                property(0, "HoldingRegister", 0, "uint16", 1),
                property(1, "HoldingRegister", 1, "float32", 2),
                property(2, "HoldingRegister", 3, "float64", 4),
                property(3, "HoldingRegister", 7, "string", 4),
                property(4, "CoilRegister", 0, "bool", 1),
                property(5, "CoilRegister", 8, "int", 10),
                property(6, "InputRegister", 3, "int", 1),
                property(7, "DiscreteInputRegister", 2, "bool", 1)));
    try (DeviceSession session = driver.open(device, DriverState.NONE, soon())) {

      List<WriteResult> results =
          session.write(
              writes(device, 65_535L, 23.5, -0.1, "Rezept 7", true, 0b11_0000_0001L, 1L, false),
              soon());
      Answers answers = new Answers();
      session.read(session.plan(device.properties()), answers, soon());

      assertThat(results.subList(0, 6)).containsOnly(WriteResult.DONE);
      assertThat(results.subList(6, 8))
          .containsExactly(
              WriteResult.failed("InputRegister is read-only in Modbus"),
              WriteResult.failed("DiscreteInputRegister is read-only in Modbus"));
      assertThat(answers.byName())
          .containsExactly(
              Map.entry("p0", 65_535L),
              Map.entry("p1", 23.5),
              Map.entry("p2", -0.1),
              Map.entry("p3", "Rezept 7"),
              Map.entry("p4", true),
              Map.entry("p5", 0b11_0000_0001L),
              Map.entry("p6", 103L),
              Map.entry("p7", true));
      assertThat(image.getDigitalOut(8).isSet()).isTrue();
      assertThat(image.getDigitalOut(9).isSet()).isFalse();
      assertThat(image.getDigitalOut(17).isSet()).isTrue();
      assertThat(session.plan(device.properties()).requests()).isEqualTo(4);
    }
  }

  private static List<PropertyWrite> writes(DeviceSpec device, Object... values) {
    List<PropertyWrite> writes = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      writes.add(new PropertyWrite(device.properties().get(i), values[i]));
    }
    return writes;
  }

  private static PropertySpec property(
      int index, String register, int offset, String dataType, int limit) {
    return Specs.property(
        index,
        PropertyType.STRING,
        Map.of("register", register, "offset", offset, "dataType", dataType, "limit", limit));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(10));
  }
}
