package io.margay.edged.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

  @ParameterizedTest
  @CsvSource({
    "plain,plain",
    "$(A),1",
    "$(A)$(B),12",
    "x$(A)y,x1y",
    "$(NONE),$(NONE)",
    "$$(A),$(A)",
    "$$$(A),$1",
    "$$$$,$$",
    "$A,$A",
    "$(A,$(A",
    "$,$",
    "a$,a$",
    "$(),$()",
    "$(LINK),$(A)",
    "$($(A)),$($(A))"
  })
  void aVariableIsReplacedOnceAndTheRestStays(String text, String expected) {
    assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2", "LINK", "$(A)")))
        .isEqualTo(expected);
  }
}
