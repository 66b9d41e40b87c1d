package io.margay.runtime;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** {@code margay start}: runs the node as a process of its own and waits until it is ready. */
final class StartCommand {
  private static final long WAIT_SECONDS = 60;
  private static final long LOOK_MILLIS = 25;

  private final Layout layout;
  private final PrintStream out;

  StartCommand(Layout layout, PrintStream out) {
    this.layout = layout;
    this.out = out;
  }

  ExitCode run() throws CommandException {
    layout.prepare();
    OptionalLong running = NodeLock.holder(layout);
    if (running.isPresent()) {
      throw new CommandException(
          ExitCode.ALREADY_RUNNING, "already running (process %d)".formatted(running.getAsLong()));
    }
    Path output = layout.var().resolve("log/margay.out");
    Instant before = Instant.now();
    try {
      Process node = launch(output);
      awaitReady(node, before, output);
      out.println("started (process " + node.pid() + "), log: " + layout.logFile());
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "the node cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted while waiting; the node goes on");
    }
  }

  private Process launch(Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(layout.home().resolve("bin/margay").toString(), "run")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    builder.environment().put("MARGAY_BACKGROUND", "yes");
    return builder.start();
  }

  private void awaitReady(Process node, Instant before, Path output)
      throws CommandException, InterruptedException, IOException {
    ReadyFile ready = new ReadyFile(layout.readyFile());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (ready.read().filter(found -> !found.since().isBefore(before)).isEmpty()) {
      if (node.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new CommandException(
            ExitCode.FAILED,
            "the node ended while starting, exit code %d: %s"
                .formatted(node.exitValue(), lastLine(output)));
      }
      if (System.nanoTime() > deadline) {
        throw new CommandException(
            ExitCode.FAILED,
            "process %d runs but is not ready after %d s; see %s"
                .formatted(node.pid(), WAIT_SECONDS, layout.logFile()));
      }
    }
  }

  private static String lastLine(Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }
}
