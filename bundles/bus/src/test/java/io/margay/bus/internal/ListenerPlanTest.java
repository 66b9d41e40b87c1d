package io.margay.bus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.listener.TlsEntrance;
import io.margay.bus.internal.listener.TlsSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerPlanTest {
  private static final Path CONF = Path.of("/nowhere/conf");
  private static final ConfFolder FOLDER = new ConfFolder(CONF);

  @Test
  void byItselfANodeListensForPlainMqttOnItsOwnMachine() {
    ListenerPlan plan = plan(Map.of());

    assertThat(plan.listeners())
        .extracting(ListenerSettings::kind, settings -> settings.address().toString())
        .containsExactly(tuple("MQTT", "/127.0.0.1:1883"));
    assertThat(plan.refused()).isEmpty();
  }

  @Test
  void anAddressThatOthersReachNeedsUsersAndRules() {
    ListenerPlan plan = plan(Map.of("host", "0.0.0.0", "ws_port", 9001));

    assertThat(plan.listeners()).extracting(ListenerSettings::kind).containsExactly("WebSocket");
    assertThat(plan.refused())
        .containsExactly(
            "0.0.0.0:1883 (MQTT) is not opened: other machines reach host = 0.0.0.0, which needs"
                + " users = <file> and acl = <file>");
  }

  @ParameterizedTest
  @CsvSource({
    "bus.users, bus.acl, none, 2",
    "bus.users, '', none, 0",
    "'', bus.acl, none, 0",
    "'', bus.acl, required, 1",
    "'', bus.acl, optional, 1",
    "'', '', required, 0"
  })
  void certificatesOfClientsStandForUsersWhereThereIsTls(
      String users, String acl, String certificates, int opened) {
    ListenerPlan plan =
        plan(
            Map.of(
                "host", "192.0.2.1",
                "tls_host", "192.0.2.1",
                "tls_certificate", "node.pem",
                "tls_key", "node.key",
                "tls_clientCa", "ca.pem",
                "tls_clientCertificates", certificates,
                "users", users,
                "acl", acl));

    assertThat(plan.listeners()).hasSize(opened);
    assertThat(plan.refused()).hasSize(2 - opened);
  }

  @Test
  void eachListenerCanBeTurnedOff() {
    Map<String, Object> tls =
        new HashMap<>(Map.of("tls_certificate", "node.pem", "tls_key", "/etc/node.key"));
    tls.putAll(Map.of("wss_port", 8084, "port", -1));
    assertThat(plan(tls).listeners())
        .extracting(ListenerSettings::kind)
        .containsExactly("MQTT over TLS", "WebSocket over TLS");

    tls.put("tls_port", -1);
    assertThat(plan(tls).listeners())
        .extracting(ListenerSettings::kind)
        .containsExactly("WebSocket over TLS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port | 65536 | port: found 65536, expected 0 to 65535, or -1 for none",
        "ws_port | -2 | ws.port: found -2, expected 0 to 65535, or -1 for none",
        "wss_port | 1 | wss.port is set, but no tls.certificate"
      })
  void aPortOutOfRangeIsNamed(String key, int port, String message) {
    assertThatThrownBy(() -> plan(Map.of(key, port))).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls_certificate | node.pem | tls.certificate is set, but no tls.key",
        "tls_clientCertificates | yes | tls.clientCertificates: found \"yes\", expected one of"
            + " none, optional, required",
        "anonymous | maybe | anonymous: found \"maybe\", expected one of auto, yes, no",
        "users | ../x | users: found \"../x\", expected a file in /nowhere/conf",
        "acl | /etc/passwd | acl: found \"/etc/passwd\", expected a file in /nowhere/conf",
        "ws_path | mqtt | ws.path: found \"mqtt\", expected the like of /mqtt",
        "ws_origins | x | ws.origins: found \"x\", expected the like of https://hmi.example:8443",
        "maxMessagesPerSecond | -1 | maxMessagesPerSecond: found -1, expected 0 or more"
      })
  void aSettingThatIsWrongIsNamed(String key, String value, String message) {
    Map<String, Object> settings = new HashMap<>(Map.of("ws_port", 9001));
    settings.put(
        key,
        switch (key) {
          case "ws_origins" -> new String[] {value};
          case "maxMessagesPerSecond" -> Integer.parseInt(value);
          default -> value;
        });

    assertThatThrownBy(() -> plan(settings)).hasMessage(message);
  }

  private static ListenerPlan plan(Map<String, Object> settings) {
    BusConfig config = Configs.with(settings);
    Object unused = AccessPlan.access(config, FOLDER);
    Optional<TlsSettings> tls = AccessPlan.tls(config, FOLDER);
    return ListenerPlan.of(
        config,
        tls.map(
            wanted ->
                new TlsEntrance(wanted, Duration.ofSeconds(5), Runnable::run, Clock.systemUTC())));
  }
}
