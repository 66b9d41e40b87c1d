package io.margay.itest.containers;

import io.margay.itest.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's books on groups of processes, version 1 (a folder each) or 2. */
public final class Cgroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private Cgroups() {}

  /** The limit of a group's memory in bytes. */
  public static long memoryLimit(String group) {
    return Long.parseLong(read(group, "memory", "memory.limit_in_bytes", "memory.max"));
  }

  /** Microseconds of processor time that a group has in each tenth of a second. */
  public static long cpuQuota(String group) {
    return Long.parseLong(read(group, "cpu", "cpu.cfs_quota_us", "cpu.max").split(" ", -1)[0]);
  }

  /** How much a group gets beside others: shares, or the weight of version 2. */
  public static long cpuWeight(String group) {
    return Long.parseLong(read(group, "cpu", "cpu.shares", "cpu.weight"));
  }

  private static String read(String group, String controller, String first, String second) {
    Path old = ROOT.resolve(controller + group).resolve(first);
    try {
      return Files.readString(
              Files.exists(old) ? old : ROOT.resolve(group.substring(1)).resolve(second))
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a group without processes, and those in it. */
  public static void remove(String group) {
    Await.until(
        "the group to be empty",
        () -> {
          for (Path folder : folders(group)) {
            Files.deleteIfExists(folder);
          }
        });
  }

  private static List<Path> folders(String group) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> controllers = Files.list(ROOT)) {
      for (Path root : Stream.concat(Stream.of(ROOT), controllers).toList()) {
        Path top = root.resolve(group.substring(1));
        if (Files.isDirectory(top)) {
          try (Stream<Path> below = Files.walk(top)) {
            below
                .filter(Files::isDirectory)
                .sorted(Comparator.reverseOrder())
                .forEach(folders::add);
          }
        }
      }
    }
    return folders;
  }
}
