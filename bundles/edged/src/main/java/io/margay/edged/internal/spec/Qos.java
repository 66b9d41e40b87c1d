package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.Quantity;
import io.margay.edged.internal.pod.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * How much a pod promised about what it uses, which decides who gives way under pressure
 * (kubernetes.io, "Pod Quality of Service Classes").
 */
public enum Qos {
  /** Every container's limits are its requests: it gives way last. */
  GUARANTEED("Guaranteed", ""),
  /** Something is asked for. */
  BURSTABLE("Burstable", "burstable"),
  /** Nothing is asked for: it gives way first. */
  BEST_EFFORT("BestEffort", "besteffort");

  private static final List<String> RESOURCES = List.of(Resources.CPU, Resources.MEMORY);

  private final String word;
  private final String folder;

  Qos(String word, String folder) {
    this.word = word;
    this.folder = folder;
  }

  /** The class of a pod. */
  public static Qos of(PodSpec spec) {
    List<PodContainer> containers = new ArrayList<>(spec.initContainers());
    containers.addAll(spec.containers());
    boolean anything = false;
    boolean everything = true;
    for (PodContainer container : containers) {
      for (String resource : RESOURCES) {
        Quantity request = container.resources().request(resource);
        Quantity limit = container.resources().limit(resource);
        anything |= !request.isZero() || !limit.isZero();
        everything &= !limit.isZero() && request.compareTo(limit) == 0;
      }
    }
    return !anything ? BEST_EFFORT : everything ? GUARANTEED : BURSTABLE;
  }

  /** The word in {@code status.qosClass}. */
  public String word() {
    return word;
  }

  /** The folder between the root of all pods' cgroups and the pod's own; empty for none. */
  String folder() {
    return folder;
  }
}
