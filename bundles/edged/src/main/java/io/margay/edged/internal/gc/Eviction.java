package io.margay.edged.internal.gc;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.Qos;
import io.margay.edged.internal.pod.Resources;
import io.margay.edged.internal.spec.PodTotals;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which pod goes when memory or disk run out (kubernetes.io, "Node-pressure Eviction", "Pod
 * selection for kubelet eviction"): first those that use more than they asked for, of these those
 * of the lowest priority, of these the one that uses most beyond its request. Pure.
 */
public final class Eviction {
  /** Kubernetes' {@code system-node-critical} begins here. */
  private static final int CRITICAL_PRIORITY = 2_000_000_000;

  private Eviction() {}

  /** A pod, and what it uses now. */
  public record Use(Pod pod, long memoryBytes, long diskBytes) {
    private PodSpec spec() {
      return pod.spec();
    }

    private long beyond(Signal signal) {
      return signal == Signal.MEMORY
          ? memoryBytes - PodTotals.request(spec(), Resources.MEMORY).units()
          : diskBytes - PodTotals.request(spec(), Resources.STORAGE).units();
    }
  }

  /** The pod that goes first, if one may go at all. */
  public static Optional<Use> first(List<Use> pods, Signal signal) {
    return pods.stream()
        .filter(each -> each.spec().priority() < CRITICAL_PRIORITY)
        .min(
            Comparator.comparing((Use use) -> use.beyond(signal) <= 0)
                .thenComparing(use -> use.spec().priority())
                .thenComparing(Comparator.comparing((Use use) -> use.beyond(signal)).reversed()));
  }

  /** The sentence in the pod's status. */
  public static String message(Signal signal, Use use) {
    return "The node was low on %s (%s); the pod, of class %s, used %d MiB of it and had asked for %d."
        .formatted(
            signal == Signal.MEMORY ? "memory" : "disk",
            signal.word(),
            Qos.of(use.spec()).word(),
            (signal == Signal.MEMORY ? use.memoryBytes() : use.diskBytes()) >> 20,
            PodTotals.request(
                        use.spec(), signal == Signal.MEMORY ? Resources.MEMORY : Resources.STORAGE)
                    .units()
                >> 20);
  }
}
