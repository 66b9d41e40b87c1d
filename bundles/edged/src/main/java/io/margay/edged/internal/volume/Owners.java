package io.margay.edged.internal.volume;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import org.jspecify.annotations.Nullable;

/** Decides who reads a pod's files beside the node itself. */
final class Owners {
  /** A token is its reader's alone. */
  static final int TOKEN_MODE = 0600;

  private Owners() {}

  /** The user that all containers run as; null when they differ, or the image decides. */
  static @Nullable Integer user(Pod pod) {
    Long common = null;
    for (PodContainer container : pod.spec().allContainers()) {
      Long own = container.security().runAsUser();
      Long user = own == null ? pod.spec().security().runAsUser() : own;
      if (user == null || (common != null && !common.equals(user))) {
        return null;
      }
      common = user;
    }
    return common == null ? null : Integer.valueOf(common.intValue());
  }

  /** The group of the pod's volumes; null for none. */
  static @Nullable Integer group(Pod pod) {
    Long group = pod.spec().security().fsGroup();
    return group == null ? null : Integer.valueOf(group.intValue());
  }
}
