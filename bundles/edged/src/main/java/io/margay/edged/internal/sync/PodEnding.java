package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do next for a pod that is not wanted any more: containers are stopped together,
 * sidecars after them in reverse order, then the sandbox goes, then all traces.
 */
final class PodEnding {
  private PodEnding() {}

  /**
   * @param spec null when nobody knows the pod any more: all that is known stands on its containers
   * @param grace what its owner allows; null for what the pod said
   */
  static Plan plan(
      @Nullable PodSpec spec, PodView view, Circumstances circumstances, @Nullable Duration grace) {
    PlanBuilder plan = new PlanBuilder();
    List<ContainerView> running = view.running();
    if (!running.isEmpty()) {
      stop(running, spec, circumstances, "the pod ends", grace, plan);
      return plan.build(false);
    }
    for (SandboxView sandbox : view.sandboxes()) {
      if (sandbox.ready()) {
        plan.act(new Action.StopSandbox(sandbox.id()));
      }
      plan.act(new Action.RemoveSandbox(sandbox.id()));
    }
    if (view.sandboxes().isEmpty()) {
      view.containers().forEach(left -> plan.act(new Action.Remove(left)));
    }
    if (!plan.hasActions()) {
      plan.act(new Action.Forget());
    }
    return plan.build(true);
  }

  /** Stops what runs, sidecars last and the newest of them first. */
  static void stop(
      List<ContainerView> running,
      @Nullable PodSpec spec,
      Circumstances circumstances,
      String why,
      @Nullable Duration grace,
      PlanBuilder plan) {
    for (ContainerView container : next(running, spec)) {
      if (!circumstances.stopping().contains(container.id())) {
        plan.act(new Action.Stop(container, why, grace));
      }
    }
  }

  private static List<ContainerView> next(List<ContainerView> running, @Nullable PodSpec spec) {
    List<String> sidecars = sidecars(spec);
    Set<String> names = Set.copyOf(sidecars);
    List<ContainerView> usual =
        running.stream().filter(container -> !names.contains(container.name())).toList();
    if (!usual.isEmpty()) {
      return usual;
    }
    for (String sidecar : sidecars) {
      List<ContainerView> those =
          running.stream().filter(container -> container.name().equals(sidecar)).toList();
      if (!those.isEmpty()) {
        return those;
      }
    }
    return List.of();
  }

  /** Names of the sidecars, the last one first. */
  private static List<String> sidecars(@Nullable PodSpec spec) {
    if (spec == null) {
      return List.of();
    }
    List<String> names =
        spec.initContainers().stream()
            .filter(PodContainer::sidecar)
            .map(PodContainer::name)
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.reverse(names);
    return names;
  }
}
