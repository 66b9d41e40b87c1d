package io.margay.edged.internal.pod;

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
    return of(spec.initContainers(), spec.containers());
  }

  static Qos of(List<PodContainer> init, List<PodContainer> usual) {
    List<PodContainer> containers = new ArrayList<>(init);
    containers.addAll(usual);
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
  public String folder() {
    return folder;
  }
}
