package io.margay.cri.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.EngineException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamAddressTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:40123/exec/abc, ws://127.0.0.1:40123/exec/abc, 40123",
    "http://127.9.9.9/exec/abc?x=1, ws://127.9.9.9/exec/abc?x=1, 80",
    "http://localhost:8/attach/a, ws://localhost:8/attach/a, 8",
    "http://LOCALHOST:8/attach/a, ws://LOCALHOST:8/attach/a, 8",
    "http://[::1]:8/attach/a, ws://[::1]:8/attach/a, 8",
    "http://engine.local:8/attach/a, ws://engine.local:8/attach/a, 8"
  })
  void loopbackAndConfiguredHostsAreUsed(String url, String webSocket, int port) {
    StreamAddress address = StreamAddress.of(url, Set.of("engine.local"));

    assertThat(address.webSocket()).hasToString(webSocket);
    assertThat(address.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:8/exec/secret",
        "http://127.0.0.1.evil.example:8/exec/secret",
        "http://127.0.0.1@evil.example:8/exec/secret",
        "http://engine.local.evil.example/exec/secret",
        "http://[::2]:8/exec/secret",
        "http:///exec/secret",
        "/exec/secret",
        "https://127.0.0.1:8/exec/secret",
        "ftp://127.0.0.1/exec/secret",
        "http://127.0.0.1:8/exec/ secret",
        ""
      })
  void otherAddressesAreRefusedWithoutTellingTheTicket(String url) {
    assertThatThrownBy(() -> StreamAddress.of(url, Set.of("engine.local")))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessageStartingWith("the engine's address for the stream")
        .hasMessageNotContaining("secret");
  }

  @Test
  void bracketsOfAnAddressAreNotPartOfIt() {
    assertThat(StreamAddress.of("http://[::1]:8/exec/a", Set.of()).socket().getAddress())
        .hasToString("/0:0:0:0:0:0:0:1");
  }
}
