package io.margay.runc.internal.container;

import io.margay.runc.internal.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * runc or crun: makes, starts and kills containers, and keeps what it knows of them in a folder.
 *
 * @param program absolute path
 * @param state on a disk that is empty after a start of the machine
 */
public record OciRuntime(Path program, Path state, Programs programs) {
  private static final Pattern LOG_LINE =
      Pattern.compile("level=error msg=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Runs it for something that may be done already. */
  Programs.Outcome tryRun(String... arguments) {
    return programs.run(LIMIT, command(List.of(arguments)), Map.of(), Programs.Input.NONE);
  }

  /** What a runtime's log line means; runc writes {@code time="…" level=error msg="…"}. */
  static String complaint(String text) {
    Matcher line = LOG_LINE.matcher(text);
    return line.find() ? line.group(1).replace("\\\"", "\"") : text.strip();
  }

  /** The whole command line. */
  List<String> command(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(program.toString(), "--root", state.toString()));
    all.addAll(arguments);
    return all;
  }
}
