package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Deadline;
import io.margay.push.PushException;
import io.margay.push.PushSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisSinkTest {
  private final RedisSink sink = new RedisSink();

  @Test
  void kubeEdgesSettingsAreEnough() {
    PushSettings settings =
        settings(
            Map.of(
                "redisClientConfig",
                Map.of("addr", "10.0.0.1:6380", "db", 2, "poolsize", 30, "minIdleConns", 30)));

    assertThat(sink.validate(settings)).isEmpty();
    assertThat(sink.target(settings)).isEqualTo("redis://10.0.0.1:6380/2");
  }

  @Test
  void theUsualPortNeedNotBeNamedAndAnIpv6AddressStandsInBrackets() {
    assertThat(sink.target(client("addr", "redis.plant"))).isEqualTo("redis://redis.plant:6379/0");
    assertThat(sink.target(client("addr", "[::1]:7000"))).isEqualTo("redis://[::1]:7000/0");
  }

  @Test
  void mistakesAreToldWithTheirPlaces() {
    assertThat(sink.validate(settings(Map.of())))
        .extracting(Problem::path)
        .containsExactly("/m/redisClientConfig/addr");
    assertThat(sink.validate(client("addr", "10.0.0.1:70000")))
        .extracting(Problem::path)
        .containsExactly("/m/redisClientConfig/addr");
    assertThat(
            sink.validate(
                settings(
                    Map.of(
                        "format",
                        "xml",
                        "maxEntries",
                        -1,
                        "redisClientConfig",
                        Map.of("addr", "h", "db", "x", "password", "pw", "userName", "me")))))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/m/redisClientConfig/db",
            "/m/redisClientConfig/password",
            "/m/redisClientConfig/passwordSecret",
            "/m/format",
            "/m/maxEntries");
  }

  /** Redis quotes the arguments of a command that it does not know. */
  @Test
  void aServerThatRepeatsThePasswordDoesNotBringItIntoTheLog() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try (Socket client = server.accept()) {
                  client
                      .getOutputStream()
                      .write(
                          "-ERR unknown command 'AUTH', with args: 'lynx'\r\n+OK\r\n"
                              .getBytes(UTF_8));
                  client.getInputStream().readAllBytes();
                } catch (IOException e) {
                  return; // the test is over
                }
              });
      answering.setDaemon(true);
      answering.start();
      Map<String, Object> config =
          Map.of("addr", "127.0.0.1:" + server.getLocalPort(), "passwordSecret", "redis");
      PushSettings settings =
          new PushSettings("/m", Map.of("redisClientConfig", config), name -> "lynx");

      assertThatThrownBy(() -> sink.open(settings, Deadline.in(Duration.ofSeconds(20))))
          .isInstanceOf(PushException.class)
          .hasMessageContaining("ERR unknown command 'AUTH', with args: '…'");
    }
  }

  private static PushSettings client(String key, Object value) {
    return settings(Map.of("redisClientConfig", Map.of(key, value)));
  }

  private static PushSettings settings(Map<String, Object> data) {
    return new PushSettings(
        "/m",
        data,
        name -> {
          throw new AssertionError("nobody reads " + name);
        });
  }
}
