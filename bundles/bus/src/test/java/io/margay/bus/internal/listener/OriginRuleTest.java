package io.margay.bus.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
  private final OriginRule rule = new OriginRule(List.of("https://HMI.example:8443"));

  @ParameterizedTest
  @CsvSource({
    ", 127.0.0.1:9001, true",
    ", gateway:9001, true",
    "http://127.0.0.1:8080, 127.0.0.1:9001, true",
    "http://localhost, LOCALHOST:9001, true",
    "http://[::1]:8080, [::1]:9001, true",
    "https://hmi.example:8443, gateway:9001, true",
    "https://hmi.example, gateway:9001, false",
    "http://hmi.example:8443, gateway:9001, false",
    "http://evil.example, 127.0.0.1:9001, false",
    "http://127.0.0.1:8080, localhost:9001, false",
    "http://127.0.0.1.evil.example, 127.0.0.1:9001, false",
    "http://127.0.0.1@evil.example, 127.0.0.1:9001, false",
    "null, 127.0.0.1:9001, false",
    "'', 127.0.0.1:9001, false",
    "http://127.0.0.1, , false",
    "http://127.0.0.1, 'a b', false"
  })
  void pagesOfOthersAreKeptOut(String origin, String host, boolean allowed) {
    assertThat(rule.allows(origin, host)).isEqualTo(allowed);
  }

  /** Its owner lets the name point to this node after the page was loaded. */
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "1.2.3.4.evil.example"})
  void aNameThatPointsToThisNodeProvesNothing(String name) {
    assertThat(rule.allows("http://" + name, name + ":9001")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmi.example", "https://hmi.example/", "*", "ftp://hmi.example", ""})
  void whatIsNoOriginIsRefused(String text) {
    assertThatThrownBy(() -> new OriginRule(List.of(text)))
        .hasMessageStartingWith("ws.origins: found \"" + text + "\"");
  }
}
