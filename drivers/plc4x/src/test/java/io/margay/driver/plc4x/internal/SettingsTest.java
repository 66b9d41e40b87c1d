package io.margay.driver.plc4x.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What devices and properties may say, and what is told of mistakes. */
class SettingsTest {
  private final Plc4xDriver driver = new Plc4xDriver();

  @ParameterizedTest
  @CsvSource({
    "s7://10.0.0.7, %DB1.DBD4:REAL",
    "s7://10.0.0.7?remote-rack=0&remote-slot=2, %DB1.DBX10.3:BOOL",
    "s7://plc.example:1102, %MW10:INT",
    "s7:tcp://10.0.0.7, %DB1:12:STRING(20)",
    "opc.tcp://10.0.0.7:4840/plant, ns=2;s=Line1.Speed",
    "opcua:tcp://10.0.0.7, ns=2;i=1003;REAL",
    "eip://10.0.0.7, %Speed:DINT",
    "logix://10.0.0.7, %Speed:DINT",
    "ads:tcp://10.0.0.7, MAIN.speed",
    "simulated://x, STATE/level:DINT",
  })
  void aDeviceOfEachProtocolIsUnderstood(String url, String address) {
    assertThat(problems(Specs.device(url, Specs.integer("p", address)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "knxnet-ip://10.0.0.7, 1/2/3",
    "iec-60870-5-104://10.0.0.7, 1/2001",
  })
  void whatOnlyTellsIsListenedToWithoutSayingSo(String url, String address) {
    assertThat(problems(Specs.device(url, Specs.integer("p", address)))).isEmpty();
    assertThat(problems(Specs.device(url, Specs.told(Specs.integer("p", address), false))))
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.toString()).contains("/subscribe", "cannot be asked"));
  }

  @ParameterizedTest
  @CsvSource({
    "modbus-tcp://10.0.0.7, begins with one of s7",
    "10.0.0.7, begins with one of s7",
    "s7:udp://10.0.0.7, s7 over tcp",
    "s7://10.0.0.7:70000, a port from 1 to 65535",
    "opc.tcp://10.0.0.7?username=a&password=b, passwordFile",
    "opcua:tcp://10.0.0.7?trust-store-password=b, trustStorePasswordFile",
  })
  void aConnectionStringThatCannotBeIsRefusedWithItsReason(String url, String expected) {
    assertThat(problems(Specs.device(url, Specs.integer("p", "%MW10:INT"))))
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo("/spec/protocol/configData/url");
              assertThat(problem.expected()).contains(expected);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "s7://10.0.0.7, nonsense, %DB1.DBD4:REAL",
    "opcua:tcp://10.0.0.7, i=7, ns=2;s=Line1.Speed",
    "knxnet-ip://10.0.0.7, 1/2/3/4/5, 1/2/3",
    "iec-60870-5-104://10.0.0.7, 1/99999999, 1/2001",
  })
  void anAddressThatCannotBeIsRefusedWithAnExample(String url, String address, String example) {
    assertThat(problems(Specs.device(url, Specs.integer("p", address))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path())
                  .isEqualTo("/spec/properties/0/visitors/configData/address");
              assertThat(problem.expected()).contains(example);
            });
  }

  @Test
  void aDeviceThatTellsNothingCannotBeSubscribedTo() {
    assertThat(problems(Specs.device("s7://x", Specs.told(Specs.integer("p", "%MW1:INT"), true))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).endsWith("/subscribe"));
  }

  @Test
  void aLoginIsAUserAndAFile() {
    assertThat(problems(Specs.device(Map.of("url", "opc.tcp://x", "userName", "edge"))))
        .extracting(Problem::path)
        .containsExactly("/spec/protocol/configData/passwordFile");
  }

  @Test
  void aSecretThatCannotBeReadIsNamedByItsFile(@TempDir Path folder) throws IOException {
    try (FakeCpu there = new FakeCpu()) {
      Path file = Files.writeString(folder.resolve("secret"), "x".repeat(5000));
      DeviceSpec device =
          Specs.device(
              Map.of(
                  "url",
                  "opc.tcp://127.0.0.1:" + there.port(),
                  "userName",
                  "edge",
                  "passwordFile",
                  file.toString()));

      Assertions.assertThatThrownBy(
              () -> driver.open(device, DriverState.NONE, Deadline.in(Duration.ofSeconds(5))))
          .isInstanceOf(DriverException.class)
          .hasMessageContaining("passwordFile")
          .hasMessageContaining("longer than 4096 bytes")
          .hasMessageNotContaining("xxx");
    }
  }

  private List<Problem> problems(DeviceSpec device) {
    return driver.validate(device);
  }
}
