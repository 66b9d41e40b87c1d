package io.margay.runtime;

import io.margay.runtime.ReadyFile.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code margay status}: whether the node runs, since when, and whether it is ready. */
final class StatusCommand {
  private static final String LISTENING = "listening:";

  private final Layout layout;
  private final PrintStream out;

  StatusCommand(Layout layout, PrintStream out) {
    this.layout = layout;
    this.out = out;
  }

  ExitCode run() {
    OptionalLong pid = NodeLock.holder(layout);
    if (pid.isEmpty()) {
      out.println("not running (" + layout.var() + ")");
      return ExitCode.NOT_RUNNING;
    }
    Optional<Readiness> readiness = new ReadyFile(layout.readyFile()).read();
    line("running", "process %d%s".formatted(pid.getAsLong(), uptime(pid.getAsLong())));
    line("ready", readiness.map(StatusCommand::describe).orElse("not yet"));
    mqttAddress().ifPresent(address -> line("mqtt", address));
    line("home", layout.home().toString());
    line("var", layout.var().toString());
    return ExitCode.OK;
  }

  private void line(String name, String value) {
    out.printf("%-8s %s%n", name, value);
  }

  /** Asked of the node itself; a node without a bus, or one that is still starting, has none. */
  private Optional<String> mqttAddress() {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (ShellConnection node = ShellConnection.open(layout.shellSocket())) {
      node.execute(
          "bus:status", new ShellConnection.Printed(answer, OutputStream.nullOutputStream()));
    } catch (IOException e) {
      return Optional.empty();
    }
    return answer
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> line.substring(LISTENING.length()).strip())
        .findFirst();
  }

  private static String describe(Readiness readiness) {
    return "%d bundles active%s"
        .formatted(
            readiness.activeBundles(),
            readiness.failed().isEmpty() ? "" : ", failed: " + readiness.failed());
  }

  private static String uptime(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(start -> ", up " + readable(Duration.between(start, Instant.now())))
        .orElse("");
  }

  static String readable(Duration time) {
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : "%d s".formatted(time.toSeconds());
  }
}
