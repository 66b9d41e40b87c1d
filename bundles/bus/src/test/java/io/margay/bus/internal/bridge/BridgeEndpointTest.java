package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.internal.topic.RetainedLimits;
import io.margay.bus.internal.topic.TopicSpace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeEndpointTest {
  /** A port that nobody listens on; nobody is asked in these tests. */
  private static final String SERVER = "tcp://127.0.0.1:9";

  @TempDir Path home;
  private final TopicSpace space = new TopicSpace(new RetainedLimits(10, 1_000));

  @Test
  void itTakesTheTopicsOfItsRulesAndLeavesNoneBehind() {
    BridgeEndpoint endpoint = endpoint(Map.of("mqttMode", 2, "server", SERVER));

    assertThat(space.subscriptions()).isEqualTo(6);
    assertThat(endpoint.status().server()).isEqualTo(SERVER + " as margay-edge");

    endpoint.stop();
    assertThat(space.subscriptions()).isZero();
  }

  @Test
  void aBridgeToTheNodesOwnBrokerIsRefusedWhileThatListens() {
    assertThatThrownBy(() -> endpoint(Map.of("mqttMode", 1)))
        .hasMessageContaining("tcp://127.0.0.1:1883, which is this node's own broker");
    endpoint(Map.of("mqttMode", 1, "server", "tcp://127.0.0.1:1884")).stop();
    endpoint(Map.of("mqttMode", 2)).stop();
  }

  @Test
  void aFileThatCannotBeReadIsToldAndTriedAgain() throws Exception {
    BridgeEndpoint endpoint =
        endpoint(Map.of("mqttMode", 2, "server", "ssl://127.0.0.1:9", "caFile", "no/such.pem"));

    while (!endpoint.status().state().contains("no/such.pem")) {
      assertThat(endpoint.status().state()).isNotEqualTo("connected");
      Thread.onSpinWait();
    }
    assertThat(endpoint.status().state()).contains("" + home.resolve("no/such.pem"));
    endpoint.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mqttMode | 3 | mqttMode: found 3, expected 0, 1 or 2",
        "maxInFlight | 0 | maxInFlight: found 0, expected 1 to 32767",
        "keepAliveSeconds | 0 | keepAliveSeconds: found 0, expected 1 to 65535",
        "connectTimeoutSeconds | 0 | connectTimeoutSeconds: found 0, expected 1 to 3600"
      })
  void aValueOutOfRangeIsNamed(String key, int value, String complaint) {
    Map<String, Object> settings = new HashMap<>(Map.of("mqttMode", 2));
    settings.put(key, value);

    assertThatThrownBy(() -> endpoint(settings)).hasMessage(complaint);
  }

  @Test
  void aStoreWithoutRoomIsNamed() {
    assertThatThrownBy(() -> endpoint(Map.of("mqttMode", 2, "storeMessages", 0L)))
        .hasMessage("storeMessages: found 0, expected at least 1");
  }

  @Test
  void aCertificateWithoutItsKeyIsNamed() {
    assertThatThrownBy(() -> endpoint(Map.of("mqttMode", 2, "certificateFile", "node.pem")))
        .hasMessage("certificateFile and keyFile: found one of them, expected both or none");
  }

  private BridgeEndpoint endpoint(Map<String, Object> settings) {
    return new BridgeEndpoint(
        () -> space,
        new OwnBroker(1883),
        new BridgeEndpoint.Node("edge", home, home.resolve("var")),
        Settings.with(settings));
  }
}
