package io.margay.itest.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes that keep a node's pods: containers, and a shim or conmon beside each. */
public final class Processes {
  private Processes() {}

  /** The first process of a running container. */
  public static ProcessHandle of(PodNode pods, String containerId) {
    return running(pid(pods, containerId));
  }

  /** What stays with a running container: containerd's shim, or conmon. */
  public static ProcessHandle keeperOf(PodNode pods, String containerId) {
    return of(pods, containerId)
        .parent()
        .orElseThrow(() -> new AssertionError("nobody stays with container " + containerId));
  }

  /** All shims and conmons of a node's pods that live. */
  public static List<ProcessHandle> keepers(PodNode pods) {
    List<Path> folders = pods.folders();
    return ProcessHandle.allProcesses()
        .filter(process -> isKeeper(process.pid()))
        .filter(
            process -> folders.stream().anyMatch(f -> commandLine(process.pid()).contains(f + "/")))
        .toList();
  }

  /** Kills a process as {@code kill -9} does, and waits until it is gone. */
  public static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  private static long pid(PodNode pods, String containerId) {
    if (!pods.hasContainerd()) {
      return Long.parseLong(
          read(pods.runcState().resolve("containers").resolve(containerId).resolve("pid")).strip());
    }
    return pods.containerd()
        .ctr("tasks", "list")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(task -> task[0].equals(containerId))
        .mapToLong(task -> Long.parseLong(task[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("container " + containerId + " does not run"));
  }

  private static ProcessHandle running(long pid) {
    return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
  }

  private static boolean isKeeper(long pid) {
    String line = commandLine(pid);
    return line.contains("containerd-shim") || line.contains("conmon\0");
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException endedMeanwhile) {
      return "";
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }
}
