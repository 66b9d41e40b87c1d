package io.margay.edged.internal.sync;

import static java.util.stream.Collectors.joining;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.Qos;
import io.margay.meta.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says how a pod stands, as {@code PodStatus} of Kubernetes: a pure function of the pod, what there
 * is of it, the plan for it, and the status before, from which the times of unchanged conditions
 * and the last states of containers are taken.
 */
final class PodStatus {
  private final Pod pod;
  private final PodSpec spec;
  private final PodView view;
  private final Circumstances circumstances;
  private final Map<?, ?> before;
  private final Instant now;
  private final ContainerStatuses containers;
  private final Phase phase;

  private PodStatus(
      Pod pod,
      PodView view,
      Circumstances circumstances,
      Plan plan,
      StatusFacts facts,
      Map<?, ?> before,
      Instant now) {
    this.pod = pod;
    this.view = view;
    this.circumstances = circumstances;
    this.before = before;
    this.now = now;
    spec = pod.spec();
    containers = new ContainerStatuses(view, circumstances, plan, facts, before);
    phase = Phase.of(spec, view, circumstances);
  }

  static Map<String, Object> write(
      Pod pod,
      PodView view,
      Circumstances circumstances,
      Plan plan,
      StatusFacts facts,
      Map<?, ?> before,
      Instant now) {
    return new PodStatus(pod, view, circumstances, plan, facts, before, now).write(facts);
  }

  /** The status of a pod that is not even tried. */
  static Map<String, Object> refused(
      Pod pod, String reason, String message, Map<?, ?> before, Instant now) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", pod.generation());
    status.put("phase", "Pending");
    status.put("reason", reason);
    status.put("message", message);
    Conditions conditions = new Conditions(before, now);
    conditions.put("PodScheduled", true, "", "");
    conditions.put("Initialized", false, reason, message);
    conditions.put("ContainersReady", false, reason, message);
    conditions.put("Ready", false, reason, message);
    status.put("conditions", conditions.list());
    return status;
  }

  private Map<String, Object> write(StatusFacts facts) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", pod.generation());
    status.put("phase", phase.toString());
    Verdict verdict = circumstances.verdict();
    if (verdict != null) {
      status.put("reason", verdict.reason());
      status.put("message", verdict.message());
    }
    status.put("conditions", conditions());
    if (!facts.hostAddress().isEmpty()) {
      status.put("hostIP", facts.hostAddress());
      status.put("hostIPs", List.of(Map.of("ip", facts.hostAddress())));
    }
    List<String> addresses = addresses(facts);
    if (!addresses.isEmpty()) {
      status.put("podIP", addresses.get(0));
      status.put("podIPs", addresses.stream().map(ip -> Map.of("ip", ip)).toList());
    }
    status.put("startTime", circumstances.started().truncatedTo(ChronoUnit.SECONDS).toString());
    putUnlessEmpty(status, "initContainerStatuses", containers.of(spec.initContainers()));
    status.put("containerStatuses", containers.of(spec.containers()));
    putUnlessEmpty(status, "ephemeralContainerStatuses", containers.of(spec.ephemeralContainers()));
    status.put("qosClass", Qos.of(spec).word());
    return status;
  }

  private static void putUnlessEmpty(Map<String, Object> status, String name, List<?> list) {
    if (!list.isEmpty()) {
      status.put(name, list);
    }
  }

  private List<String> addresses(StatusFacts facts) {
    SandboxView sandbox = view.readySandbox();
    if (spec.hostNetwork()) {
      return facts.hostAddress().isEmpty() ? List.of() : List.of(facts.hostAddress());
    }
    if (sandbox != null) {
      return sandbox.addresses();
    }
    return phase.isFinal() && before.get("podIP") instanceof String ip ? List.of(ip) : List.of();
  }

  private List<Map<String, Object>> conditions() {
    Conditions conditions = new Conditions(before, now);
    conditions.put("PodReadyToStartContainers", view.readySandbox() != null, "", "");
    initialized(conditions);
    String unready = unready();
    String reason = phase.isFinal() ? phase.conditionReason() : "ContainersNotReady";
    String message = unready.isEmpty() ? "" : "containers with unready status: " + unready;
    boolean ready = unready.isEmpty() && !phase.isFinal();
    conditions.put("ContainersReady", ready, ready ? "" : reason, message);
    conditions.put("Ready", ready, ready ? "" : reason, message);
    conditions.put("PodScheduled", true, "", "");
    Delay resize = circumstances.resizeDelay();
    if (resize != null) {
      conditions.put("PodResizeInProgress", true, resize.reason(), resize.message());
    }
    return conditions.list();
  }

  private void initialized(Conditions conditions) {
    String incomplete =
        spec.initContainers().stream()
            .filter(init -> !isInitialized(init))
            .map(PodContainer::name)
            .collect(joining(" ", "[", "]"));
    boolean done = incomplete.equals("[]");
    conditions.put(
        "Initialized",
        done,
        done ? (phase == Phase.SUCCEEDED ? "PodCompleted" : "") : "ContainersNotInitialized",
        done ? "" : "containers with incomplete status: " + incomplete);
  }

  private boolean isInitialized(PodContainer init) {
    SandboxView sandbox = view.sandbox();
    boolean past =
        sandbox != null
            && spec.containers().stream()
                .anyMatch(wanted -> view.newest(wanted.name(), sandbox.id()).isPresent());
    Optional<ContainerView> newest = view.newest(init.name());
    if (init.sidecar()) {
      return past
          || newest
              .filter(ContainerView::isRunning)
              .filter(running -> circumstances.health(running).started())
              .isPresent();
    }
    return past || newest.filter(ContainerView::succeeded).isPresent();
  }

  /** Names of the containers that are not ready; empty when all are. */
  private String unready() {
    List<PodContainer> counted = new ArrayList<>(spec.containers());
    spec.initContainers().stream().filter(PodContainer::sidecar).forEach(counted::add);
    String names =
        counted.stream()
            .filter(wanted -> !containers.isReady(wanted))
            .map(PodContainer::name)
            .collect(joining(" ", "[", "]"));
    return names.equals("[]") ? "" : names;
  }

  /** The status that stands in a resource; empty when there is none that can be read. */
  static Map<?, ?> read(@Nullable String status) {
    if (status == null) {
      return Map.of();
    }
    try {
      return JsonText.read(status);
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }
}
