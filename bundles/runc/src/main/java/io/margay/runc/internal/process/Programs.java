package io.margay.runc.internal.process;

import io.margay.edged.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Runs the machine's programs to their end, each with a time limit and bounded output. A program
 * that overruns is killed with what it started.
 */
public final class Programs {
  private static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
  private static final int LONGEST_OUTPUT = 16 * 1024 * 1024;

  private final Executor readers;

  /**
   * @param readers runs one task for the time of each program: reading its errors
   */
  public Programs(Executor readers) {
    this.readers = readers;
  }

  /** Where a program lies: an absolute path as it is, a name as found in the usual folders. */
  public static Optional<Path> find(String program) {
    Stream<Path> places =
        program.startsWith("/")
            ? Stream.of(Path.of(program))
            : FOLDERS.stream().map(folder -> Path.of(folder, program));
    return places.filter(Files::isExecutable).findFirst();
  }

  /**
   * What a program left.
   *
   * @param errors what it wrote to standard error
   */
  public record Outcome(int exitCode, String output, String errors, boolean timedOut) {

    /** What to tell people of a failure. */
    public String complaint() {
      String text = errors.isBlank() ? output : errors;
      return text.isBlank() ? "exit code " + exitCode : text.strip();
    }
  }

  /** Runs a program that has to succeed, and gives what it printed. */
  public String run(Duration limit, String... command) {
    Outcome outcome = run(limit, List.of(command), Map.of(), Input.NONE);
    if (outcome.timedOut()) {
      throw new EngineException.Unavailable(
          command[0] + " did not end within " + limit.toSeconds() + " s");
    }
    if (outcome.exitCode() != 0) {
      throw new EngineException.Failed(command[0] + ": " + outcome.complaint());
    }
    return outcome.output();
  }

  /**
   * Runs a program to its end, whatever that is.
   *
   * @param environment all that it gets; nothing of the node's own but PATH
   */
  public Outcome run(
      Duration limit, List<String> command, Map<String, String> environment, Input input) {
    Process process = start(command, environment);
    AtomicBoolean timedOut = new AtomicBoolean();
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (process.isAlive()) {
                timedOut.set(true);
                kill(process);
              }
            });
    try {
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), readers);
      try (OutputStream stdin = process.getOutputStream()) {
        input.writeTo(stdin);
      } catch (IOException e) {
        if (process.isAlive()) {
          throw new EngineException.Failed(command.get(0) + ": " + e.getMessage(), e);
        }
      }
      String output = text(process.getInputStream());
      return new Outcome(process.waitFor(), output, errors.join(), timedOut.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException.Unavailable("interrupted while " + command.get(0) + " ran", e);
    } catch (CompletionException e) {
      throw new EngineException.Failed(command.get(0) + ": its output cannot be read", e);
    } finally {
      kill(process);
    }
  }

  /** Starts a program with its streams open. */
  public static Process start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", String.join(":", FOLDERS));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new EngineException.Failed(command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Kills a program and what it has started. Of one that has ended nothing is left to find, and
   * looking for it reads all of /proc.
   */
  public static void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        kept.write(buffer, 0, Math.min(read, LONGEST_OUTPUT - kept.size()));
      }
      return kept.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** What a program reads from its standard input. */
  @FunctionalInterface
  public interface Input {
    Input NONE = stdin -> {};

    void writeTo(OutputStream stdin) throws IOException;

    static Input of(String text) {
      return stdin -> stdin.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
