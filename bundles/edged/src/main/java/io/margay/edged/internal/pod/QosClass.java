package io.margay.edged.internal.pod;

import java.util.List;

/** How firmly a pod's resources are promised (kubernetes.io, "Pod Quality of Service Classes"). */
public enum QosClass {
  GUARANTEED("Guaranteed"),
  BURSTABLE("Burstable"),
  BEST_EFFORT("BestEffort");

  private static final List<String> COUNTED = List.of(Resources.CPU, Resources.MEMORY);

  private final String word;

  QosClass(String word) {
    this.word = word;
  }

  /** The class of a pod. */
  public static QosClass of(PodSpec spec) {
    boolean anything = false;
    boolean guaranteed = true;
    for (PodContainer container : spec.allContainers()) {
      if (spec.ephemeralContainers().contains(container)) {
        continue;
      }
      for (String resource : COUNTED) {
        Quantity limit = container.resources().limit(resource);
        Quantity request = container.resources().request(resource);
        anything |= !limit.isZero() || !request.isZero();
        guaranteed &= !limit.isZero() && request.compareTo(limit) == 0;
      }
    }
    if (!anything) {
      return BEST_EFFORT;
    }
    return guaranteed ? GUARANTEED : BURSTABLE;
  }

  @Override
  public String toString() {
    return word;
  }
}
