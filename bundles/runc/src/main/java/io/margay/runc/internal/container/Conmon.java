package io.margay.runc.internal.container;

import io.margay.edged.engine.EngineException;
import io.margay.meta.JsonText;
import io.margay.runc.internal.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the small process that stays with a container: it writes the log, notes the exit code, and
 * needs nobody, so that containers outlive the node's process (conmon(8)).
 */
public final class Conmon {
  private static final Duration CREATE_LIMIT = Duration.ofSeconds(60);

  /**
   * Gives conmon a pipe on descriptor 3, where it tells the pid, and nothing else of ours. The
   * shell stays until that is told: Java closes the pipe of a process that ends, and conmon goes
   * into the background before it speaks.
   */
  private static final String WITH_PIPE =
      "\"$@\" 3>&1 >/dev/null 2>&1 </dev/null | { IFS= read -r told && printf '%s\\n' \"$told\"; }";

  /** conmon's order to open its log anew (its control pipe: kind, two numbers). */
  private static final String REOPEN_LOG = "2 0 0\n";

  private final Path program;
  private final OciRuntime runtime;
  private final Path sockets;
  private final Duration createLimit;

  /**
   * @param sockets where conmon puts its sockets for attaching
   */
  public Conmon(Path program, OciRuntime runtime, Path sockets) {
    this(program, runtime, sockets, CREATE_LIMIT);
  }

  Conmon(Path program, OciRuntime runtime, Path sockets, Duration createLimit) {
    this.createLimit = createLimit;
    this.program = program;
    this.runtime = runtime;
    this.sockets = sockets;
  }

  /**
   * Makes a container from its bundle.
   *
   * @throws EngineException.Failed with the runtime's complaint
   */
  void create(ContainerFolder folder, Path log, boolean stdin, boolean stdinOnce, boolean tty) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_PIPE, "sh"));
    command.addAll(
        List.of(
            program.toString(),
            "--api-version",
            "1",
            "--cid",
            folder.id(),
            "--cuuid",
            folder.id(),
            "--name",
            folder.id(),
            "--runtime",
            runtime.program().toString(),
            "--bundle",
            folder.path().toString(),
            "--persist-dir",
            folder.path().toString(),
            "--container-pidfile",
            folder.pid().toString(),
            "--conmon-pidfile",
            folder.conmonPid().toString(),
            "--log-path",
            "k8s-file:" + log,
            "--exit-dir",
            folder.exits().toString(),
            "--socket-dir-path",
            sockets.toString(),
            "--full-attach",
            "--no-sync-log",
            "--runtime-arg",
            "--root",
            "--runtime-arg",
            runtime.state().toString()));
    if (stdin) {
      command.add("--stdin");
      if (!stdinOnce) {
        command.add("--leave-stdin-open");
      }
    }
    if (tty) {
      command.add("--terminal");
    }
    Process process = Programs.start(command, Map.of("_OCI_SYNCPIPE", "3"));
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            () -> giveUp(process, folder),
            CompletableFuture.delayedExecutor(createLimit.toMillis(), TimeUnit.MILLISECONDS));
    try (BufferedReader pipe =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      read(pipe.readLine());
    } catch (IOException e) {
      throw new EngineException.Failed("conmon: " + e.getMessage(), e);
    } finally {
      limit.cancel(false);
    }
  }

  /** What was started may have gone to the background, where it is no child of ours. */
  private static void giveUp(Process started, ContainerFolder folder) {
    Programs.kill(started);
    try {
      ProcessHandle.of(Long.parseLong(Files.readString(folder.conmonPid()).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException | NumberFormatException e) {
      // It came no further than the process that was started.
    }
  }

  private static void read(@Nullable String line) {
    if (line == null) {
      throw new EngineException.Failed("conmon ended without a word");
    }
    Map<String, Object> told = JsonText.read(line);
    Object pid = told.containsKey("data") ? told.get("data") : told.get("pid");
    if (!(pid instanceof Number number) || number.longValue() <= 0) {
      throw new EngineException.Failed(OciRuntime.complaint(String.valueOf(told.get("message"))));
    }
  }

  /**
   * Has the log opened anew. The pipe is opened for reading too, as one that only writes would wait
   * for ever when conmon ends just now (fifo(7)).
   */
  static void reopenLog(ContainerFolder folder) {
    try (FileChannel pipe =
        FileChannel.open(folder.control(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      pipe.write(ByteBuffer.wrap(REOPEN_LOG.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new EngineException.Failed("the log is not opened anew: " + e.getMessage(), e);
    }
  }

  /** Whether the process that stays with a container does so still. */
  static boolean isAlive(ContainerFolder folder) {
    String pid;
    try {
      pid = Files.readString(folder.conmonPid()).strip();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new EngineException.Failed("conmon's pid cannot be read: " + e.getMessage(), e);
    }
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      int name = stat.lastIndexOf(')');
      return name > 0
          && stat.substring(0, name).endsWith("(conmon")
          && "ZX".indexOf(stat.charAt(name + 2)) < 0;
    } catch (IOException e) {
      return false; // It has ended: before the file was opened, or while it was read.
    }
  }
}
