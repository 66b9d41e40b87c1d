package io.margay.edged.internal.cgroup;

import io.margay.edged.engine.LinuxResources;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Qos;
import io.margay.edged.internal.spec.CgroupPaths;
import io.margay.edged.internal.spec.Limits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps one control group per pod, which bounds its containers together; the engine makes theirs
 * below it.
 */
public final class PodCgroups {
  private final CgroupMounts mounts;
  private final CgroupFiles files;
  private final CgroupPaths paths;
  private final Limits limits;

  /**
   * @param table what is mounted
   */
  public PodCgroups(MountTable table, CgroupPaths paths, Limits limits) {
    this.mounts = CgroupMounts.of(table);
    this.files = new CgroupFiles(mounts);
    this.paths = paths;
    this.limits = limits;
  }

  /** Makes a pod's group, or changes its limits. Can be repeated. */
  public void apply(Pod pod) throws IOException {
    Path group = paths.of(pod);
    files.make(group);
    if (Qos.of(pod.spec()) == Qos.BEST_EFFORT) {
      files.weigh(paths.ofClass(Qos.BEST_EFFORT), limits.pod(pod.spec()).cpuShares());
    }
    files.limit(group, limits.pod(pod.spec()));
  }

  /** Lifts the limits of a pod's group, so that those of its containers can change. */
  public void loosen(Pod pod) throws IOException {
    LinuxResources all = limits.pod(pod.spec());
    files.limit(paths.of(pod), new LinuxResources(all.cpuShares(), 0, all.cpuPeriodMicros(), 0, 0));
  }

  /**
   * Removes a pod's groups, of whatever class. Can be repeated.
   *
   * @throws IOException while a process still lives in one
   */
  public void remove(String uid) throws IOException {
    for (Path tree : mounts.all()) {
      for (Path ofClass : paths.ofClasses()) {
        removeTree(tree.resolve(ofClass).resolve(CgroupPaths.name(uid)));
      }
    }
  }

  /** The kernel's files in a group cannot be removed, and go with it. */
  private static void removeTree(Path group) throws IOException {
    for (Path below : folders(group)) {
      removeTree(below);
    }
    Files.deleteIfExists(group);
  }

  private static List<Path> folders(Path group) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(group, Files::isDirectory)) {
      stream.forEach(folders::add);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return folders;
  }
}
