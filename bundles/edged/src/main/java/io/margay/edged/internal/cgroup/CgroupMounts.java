package io.margay.edged.internal.cgroup;

import io.margay.edged.internal.mount.MountPoint;
import io.margay.edged.internal.mount.MountTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this machine keeps its control groups: one tree of cgroup v2, or one tree per controller of
 * v1; where both are mounted (hybrid), the controllers are in v1 (cgroups(7)).
 *
 * @param unified the tree of v2, when nothing is in v1
 * @param cpu v1's tree of cpu
 * @param memory v1's tree of memory
 * @param all every tree that a container may have a group in
 */
record CgroupMounts(
    Optional<Path> unified, Optional<Path> cpu, Optional<Path> memory, List<Path> all) {

  /** Looks them up in what is mounted. */
  static CgroupMounts of(MountTable table) {
    List<MountPoint> v1 = table.ofType("cgroup");
    List<MountPoint> v2 = table.ofType("cgroup2");
    Optional<Path> unified =
        v1.isEmpty() ? v2.stream().findFirst().map(MountPoint::path) : Optional.empty();
    return new CgroupMounts(
        unified,
        controller(v1, "cpu"),
        controller(v1, "memory"),
        Stream.concat(v1.stream(), v2.stream()).map(MountPoint::path).toList());
  }

  private static Optional<Path> controller(List<MountPoint> mounts, String name) {
    return mounts.stream()
        .filter(mount -> Arrays.asList(mount.superOptions().split(",")).contains(name))
        .findFirst()
        .map(MountPoint::path);
  }
}
