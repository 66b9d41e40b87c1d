package io.margay.runc.internal.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a process and its like use, as the kernel counts it (cgroups(7); version 1's {@code
 * cpuacct.usage} and {@code memory.usage_in_bytes}, version 2's {@code cpu.stat} and {@code
 * memory.current}).
 *
 * @param memoryBytes without the cache that the kernel takes back first
 */
record CgroupFigures(long cpuNanos, long memoryBytes) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /** The figures of a process' cgroup; empty when it has ended. */
  static Optional<CgroupFigures> of(long pid) {
    try {
      Map<String, String> groups = groups(Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")));
      if (groups.containsKey("memory") && groups.containsKey("cpuacct")) {
        Path memory = folder("memory", groups.get("memory"));
        Path cpu = folder("cpuacct", groups.get("cpuacct"));
        long used = number(memory.resolve("memory.usage_in_bytes"));
        long cache = stat(memory.resolve("memory.stat"), "total_inactive_file");
        return Optional.of(
            new CgroupFigures(number(cpu.resolve("cpuacct.usage")), Math.max(0, used - cache)));
      }
      Path group = folder("", groups.getOrDefault("", "/"));
      long used = number(group.resolve("memory.current"));
      long cache = stat(group.resolve("memory.stat"), "inactive_file");
      return Optional.of(
          new CgroupFigures(
              stat(group.resolve("cpu.stat"), "usage_usec") * 1000, Math.max(0, used - cache)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Controller to path, from {@code /proc/…/cgroup}; version 2's controller is empty. */
  static Map<String, String> groups(List<String> lines) {
    Map<String, String> groups = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        for (String controller : parts[1].split(",", -1)) {
          groups.put(controller, parts[2]);
        }
      }
    }
    return groups;
  }

  private static Path folder(String controller, @Nullable String group) {
    return ROOT.resolve(controller).resolve(group == null ? "" : group.substring(1));
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  private static long stat(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1).strip());
      }
    }
    return 0;
  }
}
