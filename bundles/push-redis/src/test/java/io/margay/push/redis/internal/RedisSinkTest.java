package io.margay.push.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.push.PushSettings;
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
