package io.margay.push.tdengine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.dmi.Problem;
import io.margay.push.PushSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TdengineSinkTest {
  private final TdengineSink sink = new TdengineSink();

  @Test
  void kubeEdgesSettingsAreEnough() {
    PushSettings settings = client(Map.of("addr", "127.0.0.1:6041", "dbName", "plant"));

    assertThat(sink.validate(settings)).isEmpty();
    assertThat(sink.target(settings))
        .isEqualTo("http://127.0.0.1:6041 database plant as root, samples");
  }

  @Test
  void mistakesAreToldWithTheirPlaces() {
    assertThat(
            sink.validate(
                client(
                    Map.of(
                        "addr",
                        "h:6041/rest",
                        "dbName",
                        "a/b",
                        "stable",
                        "x`y",
                        "userName",
                        "a:b",
                        "password",
                        "pw"))))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "/m/TDEngineClientConfig/addr",
            "/m/TDEngineClientConfig/dbName",
            "/m/TDEngineClientConfig/stable",
            "/m/TDEngineClientConfig/userName",
            "/m/TDEngineClientConfig/password");
  }

  private static PushSettings client(Map<String, Object> client) {
    return new PushSettings("/m", Map.of("TDEngineClientConfig", client), name -> "");
  }
}
