package io.margay.runc.internal.sandbox;

import io.margay.edged.engine.EngineException;
import io.margay.edged.engine.Namespaces;
import io.margay.edged.engine.SandboxSpec;
import io.margay.runc.internal.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The namespaces that a pod's containers share, held by bind mounts ({@code unshare --net=file},
 * unshare(1)) and by no process: a pod costs no memory of its own, unless its containers share
 * their processes.
 */
final class PodNamespaces {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final PodInit init;
  private final Programs programs;

  /**
   * @param folder of one sandbox, on a disk that is empty after a start of the machine
   */
  PodNamespaces(Path folder, Programs programs) {
    this.folder = folder;
    this.init = new PodInit(folder);
    this.programs = programs;
  }

  Path network() {
    return folder.resolve("net");
  }

  Path ipc() {
    return folder.resolve("ipc");
  }

  Path hostname() {
    return folder.resolve("uts");
  }

  /** What programs of the pod share as {@code /dev/shm}. */
  Path sharedMemory() {
    return folder.resolve("shm");
  }

  Path processes() {
    return init.namespace();
  }

  /** Whether no container can join any more. */
  boolean areLost() {
    return init.isLost();
  }

  void make(SandboxSpec spec) {
    List<String> command = new ArrayList<>(List.of("unshare"));
    try {
      Files.createDirectories(folder);
      if (spec.namespaces().network() == Namespaces.Mode.POD) {
        command.add("--net=" + Files.createFile(network()));
        command.add("--uts=" + Files.createFile(hostname()));
      }
      if (spec.namespaces().ipc() == Namespaces.Mode.POD) {
        command.add("--ipc=" + Files.createFile(ipc()));
        Files.createDirectory(sharedMemory());
      }
    } catch (IOException e) {
      throw new EngineException.Failed("namespaces in " + folder + ": " + e.getMessage(), e);
    }
    if (command.size() > 1) {
      boolean named =
          spec.namespaces().network() == Namespaces.Mode.POD && !spec.hostname().isEmpty();
      command.addAll(
          named
              ? List.of("sh", "-c", "echo \"$1\" >/proc/sys/kernel/hostname", "sh", spec.hostname())
              : List.of("true"));
      programs.run(LIMIT, command.toArray(String[]::new));
    }
    if (Files.isDirectory(sharedMemory())) {
      programs.run(
          LIMIT,
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "nosuid,nodev,noexec,mode=1777,size=64m",
          "shm",
          sharedMemory().toString());
    }
    if (spec.namespaces().pid() == Namespaces.Mode.POD) {
      init.start();
    }
  }

  /** Lets go of the namespaces. Can be repeated. */
  void remove() {
    init.stop();
    for (Path held : List.of(network(), ipc(), hostname(), sharedMemory(), processes())) {
      if (Files.exists(held)) {
        programs.run(
            LIMIT, List.of("umount", "--lazy", held.toString()), Map.of(), Programs.Input.NONE);
        try {
          Files.deleteIfExists(held);
        } catch (IOException e) {
          throw new EngineException.Failed(held + " cannot be removed: " + e.getMessage(), e);
        }
      }
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new EngineException.Failed(folder + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
