package io.margay.cri.internal.stream;

import io.margay.edged.engine.EngineException;
import io.margay.meta.JsonText;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The last word of a program's stream: a Kubernetes {@code Status} (meta/v1) as JSON, whose details
 * name the exit code when it is not 0.
 */
final class ExitStatus {
  private ExitStatus() {}

  /**
   * Reads the exit code.
   *
   * @throws EngineException.Failed with the engine's message when the program could not be run
   */
  static int code(String text) {
    Map<?, ?> status;
    try {
      status = JsonText.read(text);
    } catch (IllegalArgumentException e) {
      throw new EngineException.Failed("the engine's status of the stream: " + e.getMessage(), e);
    }
    if ("Success".equals(status.get("status"))) {
      return 0;
    }
    return exitCode(status)
        .orElseThrow(() -> new EngineException.Failed(String.valueOf(status.get("message"))));
  }

  private static OptionalInt exitCode(Map<?, ?> status) {
    if (JsonText.object(status.get("details")).get("causes") instanceof List<?> causes) {
      for (Object cause : causes) {
        Map<?, ?> fields = JsonText.object(cause);
        if ("ExitCode".equals(fields.get("reason"))) {
          return number(String.valueOf(fields.get("message")));
        }
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
