package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Qos;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Names the control groups of pods, as a kubelet with the driver {@code cgroupfs} does: {@code
 * <parent>/pod<uid>}, {@code <parent>/burstable/pod<uid>}, {@code <parent>/besteffort/pod<uid>}.
 */
public final class CgroupPaths {
  private static final String POD = "pod";

  private final Path parent;

  /**
   * @param parent path below the cgroup root: {@code /kubepods}
   */
  public CgroupPaths(String parent) {
    this.parent = Path.of("/").relativize(Path.of("/", parent).normalize());
  }

  /** A pod's group, below the cgroup root. */
  public Path of(Pod pod) {
    return ofClass(Qos.of(pod.spec())).resolve(name(pod.identity().uid()));
  }

  /** The group that those of all pods of a class are in. */
  public Path ofClass(Qos qos) {
    return parent.resolve(qos.folder());
  }

  /** The groups that those of pods are in. */
  public List<Path> ofClasses() {
    return Arrays.stream(Qos.values()).map(this::ofClass).toList();
  }

  /** The name of a pod's group. */
  public static String name(String uid) {
    return POD + uid;
  }
}
