package io.margay.runc.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciRuntimeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "time=\"2026-01-01T00:00:00Z\" level=error msg=\"exec: \\\"/nope\\\": no such file\""
            + "|exec: \"/nope\": no such file",
        "executable file `x` not found|executable file `x` not found"
      })
  void aLogLineIsTakenToItsMessage(String line, String message) {
    assertThat(OciRuntime.complaint(line)).isEqualTo(message);
  }
}
