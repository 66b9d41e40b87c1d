package io.margay.push.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.PushSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSinkTest {
  private final MqttSink sink = new MqttSink();

  private static PushSettings settings(Map<String, Object> data) {
    return new PushSettings("/spec/properties/0/pushMethod/mqtt", data, name -> "");
  }

  private static MqttMessage message(Map<String, Object> data) {
    PushSettings settings = settings(data);
    PushRecord sent =
        new PushRecord(
            settings,
            new NamespacedName("default", "press"),
            "t",
            PropertyType.INT,
            new Sample("t", 21L, Quality.GOOD, null, Instant.parse("2026-11-27T12:00:00Z"), 7));
    return MessageSettings.of(settings.read()).message(sent);
  }

  @Test
  void theLegacyTextIsKubeEdges() {
    MqttMessage message =
        message(Map.of("address", "b", "topic", "plant/t", "format", "legacy", "qos", 1));

    assertThat(new String(message.getPayload(), UTF_8))
        .isEqualTo("time is 2026-11-27 12:00:00  plant/t: 21");
    assertThat(message.getQos()).isEqualTo(1);
    assertThat(message.isRetained()).isFalse();
  }

  @Test
  void elseAMessageIsAJsonObject() {
    MqttMessage message = message(Map.of("address", "b", "topic", "plant/t", "retained", true));

    assertThat(new String(message.getPayload(), UTF_8))
        .startsWith("{\"namespace\":\"default\"")
        .contains("\"value\":21,");
    assertThat(message.getQos()).isZero();
    assertThat(message.isRetained()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://10.0.0.1:1884, tcp://10.0.0.1:1884",
    "10.0.0.1:1884, tcp://10.0.0.1:1884",
    "mqtt://plant, tcp://plant:1883",
    "mqtts://plant/, ssl://plant:8883"
  })
  void addressesOfOneBrokerAreOneTarget(String address, String target) {
    PushSettings settings = settings(Map.of("address", address, "topic", "a"));

    assertThat(sink.validate(settings)).isEmpty();
    assertThat(sink.target(settings)).isEqualTo(target);
  }

  @Test
  void mistakesAreToldWithThePlaceWhereTheyStand() {
    assertThat(
            sink.validate(
                settings(
                    Map.of(
                        "address", "http://x", "topic", "a/#", "qos", 3, "passwordSecret", "p"))))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/spec/properties/0/pushMethod/mqtt/address",
            "/spec/properties/0/pushMethod/mqtt/topic",
            "/spec/properties/0/pushMethod/mqtt/qos",
            "/spec/properties/0/pushMethod/mqtt/user");
    assertThat(sink.validate(settings(Map.of())))
        .extracting(Problem::found)
        .containsOnly("nothing");
  }

  @Test
  void aBrokerThatIsAwayIsUnreachable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    PushSettings settings = settings(Map.of("address", "127.0.0.1:" + port, "topic", "a"));

    PushException failure =
        catchThrowableOfType(
            PushException.class, () -> sink.open(settings, Deadline.in(Duration.ofSeconds(10))));

    assertThat(failure.kind()).isEqualTo(PushException.Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("Connection refused");
  }
}
