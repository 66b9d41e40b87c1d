package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.meta.JsonText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes {@code ContainerStatus} of Kubernetes for the containers of a pod. */
final class ContainerStatuses {
  private final PodView view;
  private final Circumstances circumstances;
  private final Plan plan;
  private final StatusFacts facts;
  private final Map<String, Map<?, ?>> before = new HashMap<>();

  ContainerStatuses(
      PodView view, Circumstances circumstances, Plan plan, StatusFacts facts, Map<?, ?> before) {
    this.view = view;
    this.circumstances = circumstances;
    this.plan = plan;
    this.facts = facts;
    this.before.putAll(byName(before));
  }

  /** All statuses of containers in a pod's status, by name. */
  static Map<String, Map<?, ?>> byName(Map<?, ?> status) {
    Map<String, Map<?, ?>> byName = new HashMap<>();
    for (String list :
        List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")) {
      if (status.get(list) instanceof List<?> items) {
        for (Object item : items) {
          Map<?, ?> container = JsonText.object(item);
          byName.put(String.valueOf(container.get("name")), container);
        }
      }
    }
    return byName;
  }

  List<Map<String, Object>> of(List<PodContainer> wanted) {
    return wanted.stream().map(this::status).toList();
  }

  /** Whether a container runs and may be called. */
  boolean isReady(PodContainer wanted) {
    return view.newest(wanted.name())
        .filter(ContainerView::isRunning)
        .map(running -> circumstances.health(running))
        .map(health -> health.started() && health.ready())
        .orElse(false);
  }

  private Map<String, Object> status(PodContainer wanted) {
    Optional<ContainerView> newest = view.newest(wanted.name());
    Map<?, ?> last = before.getOrDefault(wanted.name(), Map.of());
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("name", wanted.name());
    Waiting waiting = waiting(wanted, newest);
    status.put(
        "state",
        waiting != null
            ? Map.of("waiting", waitingState(waiting))
            : newest.map(this::state).orElseThrow());
    Map<String, Object> lastState = lastState(wanted, newest, waiting != null, last);
    status.put("lastState", lastState);
    status.put("ready", isReady(wanted) || isDoneInit(wanted, newest));
    status.put("restartCount", restartCount(newest, last));
    status.put("image", wanted.image());
    status.put("imageID", newest.map(ContainerView::imageId).orElse(""));
    newest.ifPresent(container -> status.put("containerID", facts.containerId(container)));
    newest
        .filter(ContainerView::isRunning)
        .map(running -> circumstances.resources(running).written())
        .filter(resources -> !resources.isEmpty())
        .ifPresent(resources -> status.put("resources", resources));
    status.put(
        "started",
        newest
            .filter(ContainerView::isRunning)
            .map(running -> circumstances.health(running).started())
            .orElse(false));
    return status;
  }

  private boolean isDoneInit(PodContainer wanted, Optional<ContainerView> newest) {
    return !wanted.sidecar()
        && plan.waiting().get(wanted.name()) == null
        && newest.filter(ContainerView::succeeded).isPresent();
  }

  private @Nullable Waiting waiting(PodContainer wanted, Optional<ContainerView> newest) {
    if (newest.filter(ContainerView::isRunning).isPresent()) {
      return null;
    }
    Waiting waiting = plan.waiting().get(wanted.name());
    if (waiting == null && (newest.isEmpty() || !newest.get().hasEnded())) {
      return Waiting.CREATING;
    }
    return waiting;
  }

  private static Map<String, Object> waitingState(Waiting waiting) {
    return waiting.message().isEmpty()
        ? Map.of("reason", waiting.reason())
        : ordered("reason", waiting.reason(), "message", waiting.message());
  }

  private Map<String, Object> state(ContainerView container) {
    if (container.isRunning()) {
      return Map.of(
          "running",
          Map.of(
              "startedAt",
              seconds(container.started() == null ? container.created() : container.started())));
    }
    return Map.of("terminated", terminated(container));
  }

  private Map<String, Object> terminated(ContainerView container) {
    Map<String, Object> terminated = new LinkedHashMap<>();
    terminated.put("exitCode", container.exitCode());
    terminated.put("reason", reason(container));
    String message = facts.terminationMessage().apply(container.id());
    if (message.isEmpty()) {
      message = container.message();
    }
    if (!message.isEmpty()) {
      terminated.put("message", message);
    }
    if (container.started() != null) {
      terminated.put("startedAt", seconds(container.started()));
    }
    terminated.put(
        "finishedAt",
        seconds(container.finished() == null ? container.created() : container.finished()));
    terminated.put("containerID", facts.containerId(container));
    return terminated;
  }

  private static String reason(ContainerView container) {
    if (!container.reason().isEmpty()) {
      return container.reason();
    }
    return container.succeeded() ? "Completed" : "Error";
  }

  /** How the container before ended; what the engine has forgotten is taken from the status. */
  private Map<String, Object> lastState(
      PodContainer wanted, Optional<ContainerView> newest, boolean waits, Map<?, ?> last) {
    Optional<ContainerView> ended =
        waits && newest.filter(ContainerView::hasEnded).isPresent()
            ? newest
            : view.previous(wanted.name()).filter(ContainerView::hasEnded);
    if (ended.isPresent()) {
      return Map.of("terminated", terminated(ended.get()));
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    JsonText.object(last.get("lastState")).forEach((key, value) -> kept.put(key.toString(), value));
    return kept;
  }

  private static int restartCount(Optional<ContainerView> newest, Map<?, ?> last) {
    int before = last.get("restartCount") instanceof Number number ? number.intValue() : 0;
    return Math.max(before, newest.map(ContainerView::attempt).orElse(0));
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Map<String, Object> ordered(
      String first, Object one, String second, Object another) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, another);
    return map;
  }
}
