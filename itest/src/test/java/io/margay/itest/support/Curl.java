package io.margay.itest.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP client that people have in their shells. */
public final class Curl {
  private static final String STATUS = "status ";

  private Curl() {}

  /**
   * What a server answered.
   *
   * @param status 0 when it did not
   */
  public record Reply(int status, String body) {}

  /** Runs it with these arguments. */
  public static Reply run(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(Program.CURL.path(), "-sS", "-m", "60", "-w", "\n" + STATUS + "%{http_code}"));
    command.addAll(List.of(arguments));
    return reply(RunningProgram.run(Map.of(), command));
  }

  /** Runs a line of a page that begins with {@code curl}, as a shell does. */
  public static Reply runLine(String line) {
    return reply(
        RunningProgram.run("sh", "-c", line + " -sS -m 60 -w '\n" + STATUS + "%{http_code}'"));
  }

  private static Reply reply(RunningProgram.Result result) {
    List<String> lines = result.lines();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(STATUS)) {
        int status = Integer.parseInt(lines.get(i).substring(STATUS.length()));
        return new Reply(status, String.join("\n", lines.subList(0, i)).strip());
      }
    }
    throw new AssertionError("curl said nothing of a status: " + result.text());
  }
}
