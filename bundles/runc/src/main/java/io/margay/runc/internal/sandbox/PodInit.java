package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first process of a pod whose containers see each other's: the kernel lets such a namespace
 * live only as long as it (pid_namespaces(7)). It sleeps, ignores its children's ends so that the
 * kernel buries them, and needs nobody, as containers outlive the node's process.
 */
final class PodInit {
  /**
   * {@code unshare} stays as the parent, and takes its child with it when it is killed. What is
   * told is its number, and when the namespace is there.
   */
  private static final String START =
      """
      exec 3>&1 >/dev/null 2>&1 </dev/null
      setsid unshare --fork --kill-child --pid="$1" \
        sh -c 'echo up >&3; exec env --ignore-signal=CHLD sleep infinity 3>&-' &
      echo $! >&3
      """;

  private static final String PARENT = "unshare";

  private final Path namespace;
  private final Path parent;

  /**
   * @param folder of one sandbox, on a disk that is empty after a start of the machine
   */
  PodInit(Path folder) {
    this.namespace = folder.resolve("pid");
    this.parent = folder.resolve("init");
  }

  /** The file by which containers join. */
  Path namespace() {
    return namespace;
  }

  void start() {
    try {
      Files.createFile(namespace);
      Process shell =
          Programs.start(List.of("sh", "-c", START, "sh", namespace.toString()), Map.of());
      try (BufferedReader told =
          new BufferedReader(
              new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
        String first = told.readLine();
        String second = told.readLine();
        if (first == null || second == null) {
          throw new EngineException.Failed("no processes can be shared: unshare has failed");
        }
        // They come from two processes, in either order.
        Files.writeString(parent, first.equals("up") ? second : first);
      }
    } catch (IOException e) {
      throw new EngineException.Failed("no processes can be shared: " + e.getMessage(), e);
    }
  }

  /** Whether there is one that has ended, with all containers of the pod. */
  boolean isLost() {
    return Files.exists(parent) && process().isEmpty();
  }

  /** Ends it, and what runs beside it; the caller lets go of the namespace. */
  void stop() {
    process().ifPresent(ProcessHandle::destroyForcibly);
    try {
      Files.deleteIfExists(parent);
    } catch (IOException e) {
      throw new EngineException.Failed(parent + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Numbers are used again: a process of another name is not ours. */
  private Optional<ProcessHandle> process() {
    try {
      long pid = Long.parseLong(Files.readString(parent).strip());
      String name = Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
      return name.equals(PARENT) ? ProcessHandle.of(pid) : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new EngineException.Failed(
          "the pod's first process is not known: " + e.getMessage(), e);
    }
  }
}
