package io.margay.cri.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.edged.engine.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"metadata\":{},\"status\":\"Success\"} | 0",
        "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"details\":{\"causes\":"
            + "[{\"reason\":\"ExitCode\",\"message\":\"7\"}]}} | 7",
        "{\"status\":\"Failure\",\"details\":{\"causes\":[{\"reason\":\"Other\",\"message\":\"1\"},"
            + "{\"reason\":\"ExitCode\",\"message\":\"137\"}]}} | 137"
      })
  void theCodeIsThatOfTheProgram(String status, int code) {
    assertThat(ExitStatus.code(status)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"status\":\"Failure\",\"message\":\"no such program\"} | no such program",
        "{\"status\":\"Failure\",\"message\":\"m\",\"details\":{\"causes\":["
            + "{\"reason\":\"ExitCode\",\"message\":\"seven\"}]}} | m",
        "{\"status\":\"Failure\",\"message\":\"m\",\"details\":7} | m",
        "exit 7 | not JSON",
        "[] | expected a JSON object"
      })
  void aProgramThatCouldNotRunIsToldInTheEnginesWords(String status, String told) {
    assertThatThrownBy(() -> ExitStatus.code(status))
        .isInstanceOf(EngineException.Failed.class)
        .hasMessageContaining(told);
  }
}
