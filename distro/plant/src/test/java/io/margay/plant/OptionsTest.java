package io.margay.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final Map<String, String> KNOWN = Map.of("port", "1883", "json", "false");

  @Test
  void whatIsNotGivenHasItsDefault() {
    Options options = Options.parse(KNOWN, "--json");

    assertThat(options.flag("json")).isTrue();
    assertThat(options.number("port", 1, 65_535)).isEqualTo(1883);
  }

  @Test
  void mistakesSayWhatWouldBeRight() {
    assertThatThrownBy(() -> Options.parse(Map.of("port", "1"), "--prot", "2"))
        .hasMessage("--prot is unknown; there is --port");
    assertThatThrownBy(() -> Options.parse(KNOWN, "--port"))
        .hasMessage("--port needs a value, such as 1883");
    assertThatThrownBy(() -> Options.parse(KNOWN, "--port", "x").number("port", 1, 65_535))
        .hasMessage("--port: found x, expected a whole number from 1 to 65535");
  }
}
