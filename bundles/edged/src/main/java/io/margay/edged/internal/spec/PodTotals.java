package io.margay.edged.internal.spec;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.Quantity;
import java.util.function.Function;

/**
 * What the containers of a pod need together: those that run side by side added up, or more while
 * an init container runs beside the sidecars before it (kubernetes.io, "Sidecar Containers",
 * "Resource sharing within containers").
 */
public final class PodTotals {
  private PodTotals() {}

  /** What the pod asks for. */
  public static Quantity request(PodSpec spec, String resource) {
    return together(spec, container -> container.resources().request(resource));
  }

  /** What the pod may use at most; zero when one of its containers has no limit. */
  public static Quantity limit(PodSpec spec, String resource) {
    boolean endless =
        spec.initContainers().stream().anyMatch(container -> isEndless(container, resource))
            || spec.containers().stream().anyMatch(container -> isEndless(container, resource));
    return endless
        ? Quantity.ZERO
        : together(spec, container -> container.resources().limit(resource));
  }

  private static boolean isEndless(PodContainer container, String resource) {
    return container.resources().limit(resource).isZero();
  }

  private static Quantity together(PodSpec spec, Function<PodContainer, Quantity> amount) {
    Quantity sidecars = Quantity.ZERO;
    Quantity mostAtStart = Quantity.ZERO;
    for (PodContainer init : spec.initContainers()) {
      Quantity now = sidecars.plus(amount.apply(init));
      if (init.sidecar()) {
        sidecars = now;
      }
      mostAtStart = max(mostAtStart, now);
    }
    Quantity running = sidecars;
    for (PodContainer container : spec.containers()) {
      running = running.plus(amount.apply(container));
    }
    return max(mostAtStart, running);
  }

  private static Quantity max(Quantity one, Quantity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
