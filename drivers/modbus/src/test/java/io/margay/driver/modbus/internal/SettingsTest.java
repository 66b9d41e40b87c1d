package io.margay.driver.modbus.internal;

import static io.margay.driver.modbus.internal.Specs.device;
import static io.margay.driver.modbus.internal.Specs.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.driver.DeviceLink;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.driver.modbus.internal.format.BitFormat;
import io.margay.driver.modbus.internal.format.ByteOrder;
import io.margay.driver.modbus.internal.format.Format;
import io.margay.driver.modbus.internal.format.RegisterFormat;
import io.margay.driver.modbus.internal.wire.Endpoint;
import io.margay.driver.modbus.internal.wire.Patience;
import io.margay.driver.modbus.internal.wire.SerialFrames;
import io.margay.driver.modbus.internal.wire.SerialSettings;
import io.margay.driver.modbus.internal.wire.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private final ModbusDriver driver = new ModbusDriver();

  @Test
  void kubeEdgesTemperatureSampleIsAccepted() {
    DeviceSpec sample =
        device(
            Map.of("communicateMode", "TCP", "port", "5502", "slaveID", 1, "ip", "10.244.1.13"),
            property(
                0,
                PropertyType.FLOAT,
                visitor(
                    "HoldingRegister",
                    0,
                    "float",
                    Map.of("limit", 1, "scale", 0.1, "max", 100.0, "min", 1.0))),
            property(
                1,
                PropertyType.INT,
                visitor("CoilRegister", 0, "int", Map.of("limit", 1, "scale", 1))));

    assertThat(driver.validate(sample)).isEmpty();
    assertThat(driver.link(sample).name()).isEqualTo("tcp://10.244.1.13:5502");
    assertThat(Point.of(sample.properties().get(0), problem -> {}))
        .get()
        .extracting(Point::format)
        .isEqualTo(new RegisterFormat(RegisterFormat.Kind.UNSIGNED, 1, ByteOrder.BIG_ENDIAN));
  }

  @Test
  void theNestedSpellingMeansTheSame() {
    DeviceSettings expected = tcp("10.0.0.7", 1502, 7);

    assertThat(settings(Map.of("slaveID", 7, "ip", "10.0.0.7", "port", 1502))).isEqualTo(expected);
    assertThat(settings(Map.of("unitId", "7", "host", "10.0.0.7", "port", "1502", "timeout", 0)))
        .isEqualTo(expected);
    assertThat(
            settings(
                Map.of(
                    "modbus", Map.of("slaveID", 7),
                    "common", Map.of("tcp", Map.of("ip", "10.0.0.7", "port", 1502)))))
        .isEqualTo(expected);
    assertThat(
            settings(
                Map.of(
                    "modbus", Map.of("slaveID", 7),
                    "tcp", Map.of("ip", "10.0.0.7", "port", "1502"))))
        .isEqualTo(expected);
  }

  @Test
  void whatIsLeftOutHasDefaults() {
    assertThat(settings(Map.of("ip", "plc"))).isEqualTo(tcp("plc", 502, 1));
  }

  @Test
  void anEmptyAddressIsNotTheNodeItself() {
    assertThat(driver.validate(device(Map.of("ip", ""))))
        .containsExactly(
            new Problem("/spec/protocol/configData/ip", "\"\"", "an address or a host name"));
  }

  @Test
  void bothSpellingsOfASerialLineMeanTheSame() {
    SerialSettings line =
        new SerialSettings(
            "/dev/ttyS1",
            19_200,
            8,
            SerialSettings.Parity.EVEN,
            2,
            new SerialSettings.Rs485(true, true, false, false, 0, 0, false));
    Map<String, Object> flat =
        Map.of(
            "communicateMode", "RTU",
            "serialName", "/dev/ttyS1",
            "baudRate", "19200",
            "dataBits", 8,
            "stopBits", 2,
            "parity", "even",
            "rs485Enabled", true);
    Map<String, Object> com =
        Map.of(
            "serialPort", "/dev/ttyS1",
            "baudRate", 19200,
            "dataBits", 8,
            "parity", "even",
            "stopBits", 2);
    Map<String, Object> nested =
        Map.of(
            "modbus", Map.of("slaveID", 3),
            "common", Map.of("com", com, "customizedValues", Map.of("serialType", "RS485")));

    assertThat(settings(flat).transport()).isEqualTo(new Transport.Serial(line, SerialFrames.RTU));
    assertThat(settings(nested).transport()).isEqualTo(settings(flat).transport());
    assertThat(settings(nested).unit()).isEqualTo(3);
    assertThat(driver.link(device(flat))).isEqualTo(DeviceLink.exclusive("serial:///dev/ttyS1"));
  }

  @ParameterizedTest
  @CsvSource({
    "TCP,          tcp://plc:502",
    "rtuovertcp,   rtu+tcp://plc:502",
    "ASCIIOVERTCP, ascii+tcp://plc:502",
    "UDP,          udp://plc:502",
    "TLS,          tls://plc:802",
  })
  void everyNetworkHasItsLink(String mode, String link) {
    assertThat(driver.link(device(Map.of("communicateMode", mode, "ip", "plc"))))
        .isEqualTo(DeviceLink.shared(link));
  }

  @Test
  void unitZeroMeansAllUnitsOnSerialLinesOnly() {
    assertThat(settings(Map.of("ip", "plc", "slaveID", 0)).broadcasts()).isFalse();
    assertThat(settings(Map.of("serialName", "/dev/ttyS0", "slaveID", 0)).broadcasts()).isTrue();
  }

  @Test
  void mistakesOfATransportAreNamed() {
    assertThat(
            driver.validate(
                device(
                    Map.of("communicateMode", "TLS", "ip", "plc", "tlsKeyFile", "/etc/edge.key"))))
        .extracting(Problem::path)
        .containsExactly("/spec/protocol/configData/tlsCertificateFile");
    assertThat(
            driver.validate(
                device(Map.of("communicateMode", "RTU", "parity", "mark", "baudRate", 1))))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/spec/protocol/configData/parity",
            "/spec/protocol/configData/baudRate",
            "/spec/protocol/configData/serialName");
    assertThat(driver.validate(device(Map.of("communicateMode", "CAN", "ip", "plc"))))
        .extracting(Problem::expected)
        .containsExactly("one of TCP, RTU, ASCII, RTUOVERTCP, ASCIIOVERTCP, UDP, TLS");
  }

  @Test
  void everyKeyThatIsDescribedIsDescribedOnce() {
    assertThat(driver.describe().deviceSettings()).extracting("key").doesNotHaveDuplicates();
    assertThat(driver.describe().propertySettings()).extracting("key").doesNotHaveDuplicates();
  }

  @Test
  void anIpv6AddressStandsInBracketsInTheLink() {
    assertThat(driver.link(device(Map.of("ip", "::1"))).name()).isEqualTo("tcp://[::1]:502");
  }

  @Test
  void everyMistakeOfADeviceIsFound() {
    List<Problem> problems =
        driver.validate(
            device(
                Map.of("port", "70000", "slaveID", 300, "timeout", "soon"),
                property(0, PropertyType.INT, Map.of("register", "HoldingRegistr", "offset", 0)),
                property(1, PropertyType.INT, Map.of("register", "InputRegister"))));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "/spec/protocol/configData/ip: found nothing, expected a text",
            "/spec/protocol/configData/port: found \"70000\", expected a whole number from 1 to"
                + " 65535",
            "/spec/protocol/configData/slaveID: found \"300\", expected a whole number from 0 to"
                + " 255",
            "/spec/protocol/configData/timeout: found \"soon\", expected a whole number from 0 to"
                + " 600000",
            "/spec/properties/0/visitors/configData/register: found \"HoldingRegistr\", expected"
                + " one of CoilRegister, DiscreteInputRegister, InputRegister, HoldingRegister",
            "/spec/properties/1/visitors/configData/offset: found nothing, expected a whole number"
                + " from 0 to 65535");
  }

  @ParameterizedTest
  @CsvSource({
    "HoldingRegister, 0,     float,   3,  limit,    '1, 2 or 4 for float in a HoldingRegister'",
    "HoldingRegister, 0,     float32, 4,  limit,    '2 for float32 in a HoldingRegister'",
    "HoldingRegister, 0,     int,     5,  limit,    '1 to 4 for int in a HoldingRegister'",
    "HoldingRegister, 0,     bool,    2,  limit,    '1 for bool in a HoldingRegister'",
    "HoldingRegister, 0,     string,  126, limit,   'a whole number from 1 to 125'",
    "HoldingRegister, 0,     string,  ,   limit,    'a whole number from 1 to 125'",
    "HoldingRegister, 0,     word,    1,  dataType, 'one of int, float, double, string, boolean,"
        + " bytes, raw, bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64, bcd'",
    "CoilRegister,    0,     float,   1,  dataType, 'one of int, boolean, bytes, raw, bool for a"
        + " CoilRegister'",
    "CoilRegister,    0,     int,     65, limit,    '1 to 64 for int in a CoilRegister'",
    "HoldingRegister, 65535, uint32,  ,   offset,   'at most 65534 for a limit of 2'",
  })
  void aPropertyThatCannotBeIsRefused(
      String register, int offset, String dataType, Integer limit, String key, String expected) {
    Map<String, Object> more = limit == null ? Map.of() : Map.of("limit", limit);

    List<Problem> problems =
        driver.validate(
            device(
                Map.of("ip", "plc"),
                property(0, PropertyType.STRING, visitor(register, offset, dataType, more))));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo("/spec/properties/0/visitors/configData/" + key);
    assertThat(problems.get(0).expected()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HoldingRegister, int,    ,  UNSIGNED, 1",
    "HoldingRegister, int,    4, UNSIGNED, 4",
    "HoldingRegister, int32,  ,  SIGNED,   2",
    "HoldingRegister, uint64, ,  UNSIGNED, 4",
    "HoldingRegister, float,  ,  IEEE,     2",
    "HoldingRegister, float,  1, UNSIGNED, 1",
    "HoldingRegister, float,  4, IEEE,     4",
    "HoldingRegister, double, ,  IEEE,     4",
    "HoldingRegister, double, 2, IEEE,     2",
    "HoldingRegister, Boolean, , FLAG,     1",
    "InputRegister,   bytes,  9, RAW,      9",
    "coilregister,    boolean, , FLAG,     1",
    "CoilRegister,    int,    3, NUMBER,   3",
    "DiscreteInputRegister, bytes, 2000, RAW, 2000",
  })
  void dataTypeAndLimitTellTheFormat(
      String register, String dataType, Integer limit, String kind, int count) {
    Map<String, Object> more = limit == null ? Map.of() : Map.of("limit", limit);

    Format format =
        Point.of(
                property(0, PropertyType.INT, visitor(register, 0, dataType, more)),
                problem -> {
                  throw new AssertionError(problem);
                })
            .orElseThrow()
            .format();

    assertThat(format.count()).isEqualTo(count);
    assertThat(format)
        .extracting(
            any ->
                any instanceof RegisterFormat registers
                    ? registers.kind().name()
                    : ((BitFormat) any).kind().name())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"INT, UNSIGNED", "FLOAT, IEEE", "DOUBLE, IEEE", "BOOLEAN, FLAG"})
  void withoutADataTypeTheTypeOfThePropertyCounts(PropertyType type, RegisterFormat.Kind kind) {
    Point point =
        Point.of(
                property(0, type, Map.of("register", "HoldingRegister", "offset", 0)),
                problem -> {
                  throw new AssertionError(problem);
                })
            .orElseThrow();

    assertThat(((RegisterFormat) point.format()).kind()).isEqualTo(kind);
  }

  private static DeviceSettings tcp(String host, int port, int unit) {
    return new DeviceSettings(
        new Transport.Tcp(new Endpoint(host, port)),
        unit,
        false,
        new Patience(3000, 0),
        ReadLimits.OF_PROTOCOL);
  }

  private static DeviceSettings settings(Map<String, Object> data) {
    return DeviceSettings.of(
            device(data),
            problem -> {
              throw new AssertionError(problem);
            })
        .orElseThrow();
  }

  private static Map<String, Object> visitor(
      String register, int offset, String dataType, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("register", register);
    settings.put("offset", offset);
    settings.put("dataType", dataType);
    return settings;
  }
}
