package io.margay.dmi.grpc.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import io.margay.dmi.AccessMode;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.grpc.internal.wire.PushMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceMessagesTest {
  private static final NamespacedName KEY = new NamespacedName("default", "beta1-device");
  private static final NamespacedName MODEL_KEY = new NamespacedName("default", "beta1-model");

  @Test
  void settingsTravelInTheWrappersThatMappersDecode() throws Exception {
    Map<String, Any> data =
        config(Map.of("ip", "172.17.0.3", "port", 1502, "serial", 1L << 40, "gain", 0.5));

    assertThat(StringValue.parseFrom(data.get("ip").getValue()).getValue()).isEqualTo("172.17.0.3");
    assertThat(data.get("ip").getTypeUrl())
        .isEqualTo("type.googleapis.com/google.protobuf.StringValue");
    assertThat(Int32Value.parseFrom(data.get("port").getValue()).getValue()).isEqualTo(1502);
    assertThat(Int64Value.parseFrom(data.get("serial").getValue()).getValue()).isEqualTo(1L << 40);
    assertThat(FloatValue.parseFrom(data.get("gain").getValue()).getValue()).isEqualTo(0.5f);
  }

  @Test
  void aDeviceIsFilledFromItsModelWhoseKeysMatchInAnyCase() {
    DeviceModel model = model(Map.of("IP", "10.0.0.1", "timeout", 5));

    Map<String, Any> data =
        DeviceMessages.write(device(Map.of("ip", "10.0.0.2")), model)
            .getSpec()
            .getProtocol()
            .getConfigData()
            .getDataMap();

    assertThat(data).containsOnlyKeys("ip", "timeout");
  }

  @Test
  void equalDescriptionsAreEqualBytesInWhateverOrderTheirSettingsStand() {
    Map<String, Object> one = new LinkedHashMap<>(Map.of("a", 1));
    one.put("b", 2);
    Map<String, Object> other = new LinkedHashMap<>(Map.of("b", 2));
    other.put("a", 1);

    assertThat(DeviceMessages.write(device(one), model(Map.of())).toByteArray())
        .isEqualTo(DeviceMessages.write(device(other), model(Map.of())).toByteArray());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e39, 1e-60})
  void aNumberThatWouldBeAnotherOneOnTheWireIsTold(double number) {
    assertThat(DeviceMessages.check(device(Map.of("gain", number)), model(Map.of())))
        .extracting(Problem::path)
        .containsExactly("/spec/protocol/configData/gain");
    assertThat(DeviceMessages.check(device(Map.of("gain", 0.0, "offset", 0.1)), model(Map.of())))
        .isEmpty();
  }

  @Test
  void aListIsToldWithItsPlaceAsNoMapperCouldReadIt() {
    List<Problem> problems =
        DeviceMessages.check(device(Map.of("ports", List.of(1, 2))), model(Map.of()));

    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("/spec/protocol/configData/ports");
              assertThat(problem.found()).isEqualTo("a list");
            });
  }

  @Test
  void pushMethodsGoToTheMapperUnderTheNamesOfTheWire() {
    PushMethod push =
        DeviceMessages.write(device(Map.of()), model(Map.of()))
            .getSpec()
            .getProperties(0)
            .getPushMethod();

    assertThat(push.getHttp().getHostname()).isEqualTo("http://127.0.0.1");
    assertThat(push.getHttp().getPort()).isEqualTo(9000);
    assertThat(push.getDbMethod().getTdengine().getTdEngineClientConfig().getDbname())
        .isEqualTo("plant");
  }

  private static Map<String, Any> config(Map<String, Object> settings) {
    return DeviceMessages.write(device(settings), model(Map.of()))
        .getSpec()
        .getProtocol()
        .getConfigData()
        .getDataMap();
  }

  private static Device device(Map<String, Object> settings) {
    return new Device(
        KEY,
        MODEL_KEY.name(),
        new ProtocolConfig("modbus-tcp", settings),
        List.of(
            new DeviceProperty(
                "temp",
                TwinProperty.of("30"),
                new ProtocolConfig("", Map.of("offset", 2)),
                1000,
                1000,
                true,
                Map.of(
                    "http", Map.of("hostName", "http://127.0.0.1", "port", 9000),
                    "dbMethod",
                        Map.of(
                            "TDEngine",
                            Map.of("TDEngineClientConfig", Map.of("dbName", "plant")))))),
        List.of());
  }

  private static DeviceModel model(Map<String, Object> settings) {
    return new DeviceModel(
        MODEL_KEY,
        "modbus-tcp",
        settings,
        List.of(
            new ModelProperty(
                "temp",
                "",
                PropertyType.INT,
                AccessMode.READ_WRITE,
                null,
                "100",
                "",
                ProtocolConfig.EMPTY)));
  }
}
