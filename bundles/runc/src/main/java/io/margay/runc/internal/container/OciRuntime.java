package io.margay.runc.internal.container;

import io.margay.runc.internal.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * runc or crun: makes, starts and kills containers, and keeps what it knows of them in a folder.
 *
 * @param program absolute path
 * @param state on a disk that is empty after a start of the machine
 */
public record OciRuntime(Path program, Path state, Programs programs) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  String run(String... arguments) {
    return programs.run(LIMIT, command(List.of(arguments)).toArray(String[]::new));
  }

  /** Runs it for something that may be done already. */
  Programs.Outcome tryRun(String... arguments) {
    return programs.run(LIMIT, command(List.of(arguments)), Map.of(), Programs.Input.NONE);
  }

  /** The whole command line. */
  List<String> command(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(program.toString(), "--root", state.toString()));
    all.addAll(arguments);
    return all;
  }
}
