package io.margay.runc.internal.container;

import io.margay.edged.engine.ContainerStreams;
import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A program in a container at a terminal. Java can open none; {@code script} of util-linux, which
 * is on every Debian, stands between and does.
 */
final class TerminalStreams implements ContainerStreams {
  private static final Duration STTY_LIMIT = Duration.ofSeconds(5);
  private static final int LOOKS = 40;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Programs programs;
  private final Process process;

  private TerminalStreams(Programs programs, Process process) {
    this.programs = programs;
    this.process = process;
  }

  /**
   * Starts the program.
   *
   * @throws EngineException.Unimplemented where there is no {@code script}
   */
  static TerminalStreams open(Programs programs, List<String> command) {
    Path script =
        Programs.find("script")
            .orElseThrow(
                () ->
                    new EngineException.Unimplemented(
                        "the runc engine makes terminals with \"script\" of util-linux, which is"
                            + " not installed"));
    return new TerminalStreams(
        programs,
        Programs.start(
            List.of(script.toString(), "-qefc", line(command), "/dev/null"),
            Map.of("SHELL", "/bin/sh", "TERM", "xterm")));
  }

  /** The words as a shell reads them, each in single quotes. */
  static String line(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  @Override
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  @Override
  public InputStream stdout() {
    return process.getInputStream();
  }

  @Override
  public InputStream stderr() {
    return InputStream.nullInputStream();
  }

  @Override
  public void resize(int columns, int rows) {
    terminal()
        .ifPresent(
            terminal ->
                programs.run(
                    STTY_LIMIT,
                    List.of(
                        "stty",
                        "-F",
                        terminal.toString(),
                        "rows",
                        Integer.toString(rows),
                        "columns",
                        Integer.toString(columns)),
                    Map.of(),
                    Programs.Input.NONE));
  }

  /** That of what {@code script} has started, which takes a moment. */
  private Optional<Path> terminal() {
    for (int look = 0; look < LOOKS && process.isAlive(); look++) {
      Optional<Path> found =
          process.descendants().map(TerminalStreams::input).flatMap(Optional::stream).findFirst();
      if (found.isPresent()) {
        return found;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Optional.empty();
  }

  private static Optional<Path> input(ProcessHandle child) {
    try {
      return Optional.of(
              Files.readSymbolicLink(Path.of("/proc", Long.toString(child.pid()), "fd/0")))
          .filter(path -> path.startsWith("/dev/pts"));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
