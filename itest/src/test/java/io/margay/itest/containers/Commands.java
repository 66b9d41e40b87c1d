package io.margay.itest.containers;

import io.margay.itest.support.RunningProgram;
import java.util.List;
import java.util.Map;

/** Programs that set a test up: one that fails fails the test with what it said. */
final class Commands {
  private Commands() {}

  static String run(List<String> command) {
    RunningProgram.Result result = RunningProgram.run(Map.of(), command);
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "%s ended with %d: %s"
              .formatted(String.join(" ", command), result.exitCode(), result.text()));
    }
    return result.text();
  }
}
