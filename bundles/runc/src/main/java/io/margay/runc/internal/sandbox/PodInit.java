package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.EngineException;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The first process of a pod whose containers see each other's: the kernel lets such a namespace
 * live only as long as it (pid_namespaces(7)). It sleeps, ignores its children's ends so that the
 * kernel buries them, and needs nobody, as containers outlive the node's process.
 */
final class PodInit {
  /**
   * {@code unshare} stays as the parent, and takes its child with it when it is killed. Its number
   * is what is told.
   */
  private static final String START =
      """
      setsid unshare --fork --kill-child --pid="$1" \
        env --ignore-signal=CHLD sleep infinity </dev/null >/dev/null 2>&1 &
      echo $!
      """;

  private static final String PARENT = "unshare";

  /** The kind of file system of a file that holds a namespace. */
  private static final String HELD = "nsfs";

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Path namespace;
  private final Path parent;
  private final Programs programs;

  /**
   * @param folder of one sandbox, on a disk that is empty after a start of the machine
   */
  PodInit(Path folder, Programs programs) {
    this.programs = programs;
    this.namespace = folder.resolve("pid");
    this.parent = folder.resolve("init");
  }

  /** The file by which containers join. */
  Path namespace() {
    return namespace;
  }

  /** Returns when containers can join. */
  void start() {
    try {
      Files.createFile(namespace);
      String pid = programs.run(LIMIT, "sh", "-c", START, "sh", namespace.toString()).strip();
      Files.writeString(parent, pid);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!Files.getFileStore(namespace).type().equals(HELD)) {
        if (!Files.exists(Path.of("/proc", pid)) || System.nanoTime() > deadline) {
          throw new EngineException.Failed("no processes can be shared: unshare has failed");
        }
        LockSupport.parkNanos(LOOK_NANOS);
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
