package io.margay.edged.internal.cgroup;

import io.margay.edged.engine.LinuxResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the files of control groups (kernel.org, "Control Group v2" and "Control Groups version
 * 1").
 */
final class CgroupFiles {
  private static final long FEWEST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long MOST_WEIGHT = 10_000;
  private static final List<String> CONTROLLERS = List.of("cpu", "memory");

  private final CgroupMounts mounts;

  CgroupFiles(CgroupMounts mounts) {
    this.mounts = mounts;
  }

  /** Makes a group and those above it, in the trees that limits are set in. */
  void make(Path group) throws IOException {
    Optional<Path> unified = mounts.unified();
    if (unified.isPresent()) {
      Path above = unified.get();
      String controllers = controllers(above);
      for (Path name : group) {
        write(above, "cgroup.subtree_control", controllers);
        above = above.resolve(name);
        Files.createDirectories(above);
      }
      write(above, "cgroup.subtree_control", controllers);
      return;
    }
    for (Optional<Path> tree : List.of(mounts.cpu(), mounts.memory())) {
      if (tree.isPresent()) {
        Files.createDirectories(tree.get().resolve(group));
      }
    }
  }

  /** Those of ours that the kernel has; one that it has not would make it refuse the others. */
  private static String controllers(Path root) throws IOException {
    Path file = root.resolve("cgroup.controllers");
    List<String> there =
        Files.exists(file) ? List.of(Files.readString(file).strip().split(" ", -1)) : CONTROLLERS;
    return CONTROLLERS.stream()
        .filter(there::contains)
        .map(controller -> "+" + controller)
        .collect(Collectors.joining(" "));
  }

  /** Sets how much of the processor a group gets when there is too little. */
  void weigh(Path group, long shares) throws IOException {
    if (mounts.unified().isPresent()) {
      write(mounts.unified().get().resolve(group), "cpu.weight", weight(shares));
    } else if (mounts.cpu().isPresent()) {
      write(mounts.cpu().get().resolve(group), "cpu.shares", shares);
    }
  }

  /** Sets all limits of a group. */
  void limit(Path group, LinuxResources limits) throws IOException {
    weigh(group, limits.cpuShares());
    long quota = limits.cpuQuotaMicros();
    long memory = limits.memoryLimitBytes();
    if (mounts.unified().isPresent()) {
      Path folder = mounts.unified().get().resolve(group);
      write(
          folder,
          "cpu.max",
          (quota > 0 ? Long.toString(quota) : "max") + " " + limits.cpuPeriodMicros());
      write(folder, "memory.max", memory > 0 ? Long.toString(memory) : "max");
      return;
    }
    if (mounts.cpu().isPresent()) {
      Path folder = mounts.cpu().get().resolve(group);
      write(folder, "cpu.cfs_period_us", limits.cpuPeriodMicros());
      write(folder, "cpu.cfs_quota_us", quota > 0 ? quota : -1);
    }
    if (mounts.memory().isPresent()) {
      write(
          mounts.memory().get().resolve(group), "memory.limit_in_bytes", memory > 0 ? memory : -1);
    }
  }

  /** The weight of v2 that shares of v1 stand for: 2 to 262144 becomes 1 to 10000. */
  static long weight(long shares) {
    return 1 + (shares - FEWEST_SHARES) * (MOST_WEIGHT - 1) / (MOST_SHARES - FEWEST_SHARES);
  }

  private static void write(Path group, String file, long value) throws IOException {
    write(group, file, Long.toString(value));
  }

  /** A kernel without a controller has no such file; then the limit is not to be had. */
  private static void write(Path group, String file, String value) throws IOException {
    try {
      Files.writeString(
          group.resolve(file),
          value,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (NoSuchFileException none) {
      if (!Files.isDirectory(group)) {
        throw none;
      }
    }
  }
}
