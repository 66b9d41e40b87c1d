package io.margay.itest.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of a test: what it prints can be waited for, and it never outlives its test. */
public final class RunningProgram implements AutoCloseable {
  private final Process process;
  private final Lines output = new Lines();
  private final Thread reader;

  private RunningProgram(Process process, PrintWriter copy) {
    this.process = process;
    this.reader = new Thread(() -> read(copy), "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** What a program said until it ended. */
  public record Result(int exitCode, List<String> lines) {

    /** All lines as one text. */
    public String text() {
      return String.join("\n", lines);
    }
  }

  /**
   * Starts a program.
   *
   * @param environment what it sees beside the environment of the tests
   * @param copy a file that gets what the program prints, for people who look after a failure
   */
  public static RunningProgram start(
      Path copy, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Files.createDirectories(copy.toAbsolutePath().getParent());
      Process process = builder.start();
      process.getOutputStream().close();
      return new RunningProgram(process, new PrintWriter(Files.newBufferedWriter(copy), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end. */
  public static Result run(Map<String, String> environment, List<String> command) {
    Path copy = WorkFolder.file("last-command.log");
    try (RunningProgram program = start(copy, environment, command)) {
      return program.result();
    }
  }

  /** Runs a program to its end. */
  public static Result run(String... command) {
    return run(Map.of(), List.of(command));
  }

  private void read(PrintWriter copy) {
    try (copy;
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.println(line);
        output.add(line);
      }
    } catch (IOException e) {
      output.add("(output broken off: " + e.getMessage() + ")");
    } finally {
      output.end();
    }
  }

  /** What it prints, standard error included. */
  public Lines output() {
    return output;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  public Result result() {
    try {
      if (!process.waitFor(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "%s has not ended within %d s; it said %s"
                .formatted(
                    process.info().commandLine().orElse("the program"),
                    Await.PATIENCE.toSeconds(),
                    output.since(0)));
      }
      reader.join(Await.PATIENCE.toMillis());
      return new Result(process.exitValue(), output.since(0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Kills it and its children as {@code kill -9} does, and waits until they are gone. */
  public void kill() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    family.forEach(child -> child.onExit().join());
  }

  @Override
  public void close() {
    kill();
  }
}
