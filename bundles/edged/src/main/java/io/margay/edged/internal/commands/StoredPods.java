package io.margay.edged.internal.commands;

import io.margay.edged.internal.pod.PodTypes;
import io.margay.meta.JsonText;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.meta.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods of the store and what their statuses say, as rows for people. */
public final class StoredPods {
  private static final List<String> LISTS =
      List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses");

  private static final int SHORT = 13;

  private final MetaStore meta;

  StoredPods(MetaStore meta) {
    this.meta = meta;
  }

  /** A pod in a list. */
  public record PodRow(
      String namespace,
      String name,
      String ready,
      String status,
      long restarts,
      String address,
      String owner,
      Instant created,
      @Nullable String message) {}

  /** A pod, looked at closely. */
  public record PodDetails(
      String pod,
      String uid,
      String status,
      String qos,
      String address,
      String owner,
      @Nullable String message,
      List<ContainerRow> containers) {}

  /** A container of a pod. */
  public record ContainerRow(
      String container,
      String state,
      String ready,
      long restarts,
      String image,
      String id,
      @Nullable String message) {}

  List<PodRow> list() {
    return meta.list(PodTypes.POD, Selector.ALL).items().stream().map(StoredPods::row).toList();
  }

  PodDetails get(PodName name) {
    Resource pod = find(name);
    Map<String, Object> status = status(pod);
    return new PodDetails(
        name.toString(),
        pod.uid(),
        word(status),
        text(status, "qosClass"),
        text(status, "podIP"),
        pod.owner().toString(),
        message(status),
        containers(status).stream().map(StoredPods::container).toList());
  }

  /** The engine's id of a container; of the pod's first one when no name is given. */
  String containerId(PodName name, String container) {
    for (Map<?, ?> status : containers(status(find(name)))) {
      String id = text(status, "containerID");
      boolean wanted =
          container.isEmpty() ? !isInit(name, status) : container.equals(status.get("name"));
      if (wanted && !id.isEmpty()) {
        return id.substring(id.indexOf("://") + 3);
      }
    }
    throw new IllegalArgumentException(
        "pod "
            + name
            + " has no container "
            + (container.isEmpty() ? "" : container + " ")
            + "that was made; pod:get "
            + name
            + " shows its containers");
  }

  private boolean isInit(PodName name, Map<?, ?> status) {
    return status(find(name)).get(LISTS.get(0)) instanceof List<?> init && init.contains(status);
  }

  private Resource find(PodName name) {
    return meta.get(PodTypes.pod(name.namespace(), name.name())).orElseThrow(name::unknown);
  }

  private static Map<String, Object> status(Resource pod) {
    return pod.status() == null ? Map.of() : JsonText.read(pod.status());
  }

  private static List<Map<?, ?>> containers(Map<String, Object> status) {
    List<Map<?, ?>> all = new ArrayList<>();
    for (String list : LISTS) {
      if (status.get(list) instanceof List<?> items) {
        items.forEach(item -> all.add(JsonText.object(item)));
      }
    }
    return all;
  }

  private static PodRow row(Resource pod) {
    Map<String, Object> status = status(pod);
    List<Map<?, ?>> containers = new ArrayList<>();
    if (status.get("containerStatuses") instanceof List<?> items) {
      items.forEach(item -> containers.add(JsonText.object(item)));
    }
    long ready = containers.stream().filter(it -> Boolean.TRUE.equals(it.get("ready"))).count();
    return new PodRow(
        pod.key().namespace(),
        pod.key().name(),
        ready + "/" + containers.size(),
        word(status),
        containers.stream().mapToLong(StoredPods::restarts).sum(),
        text(status, "podIP"),
        pod.owner().toString(),
        pod.created(),
        message(status));
  }

  private static ContainerRow container(Map<?, ?> status) {
    Map<?, ?> state = JsonText.object(status.get("state"));
    String kind = state.keySet().stream().map(String::valueOf).findFirst().orElse("unknown");
    Map<?, ?> details = JsonText.object(state.get(kind));
    String reason = text(details, "reason");
    String message = text(details, "message");
    return new ContainerRow(
        text(status, "name"),
        reason.isEmpty() ? kind : reason,
        Boolean.TRUE.equals(status.get("ready")) ? "yes" : "no",
        restarts(status),
        text(status, "image"),
        shortId(text(status, "containerID")),
        message.isEmpty() ? null : message);
  }

  /** As much of an id as tells containers apart, as {@code crictl ps} shows it. */
  private static String shortId(String id) {
    int start = id.indexOf("://") + 3;
    return id.isEmpty() ? "" : id.substring(start, Math.min(id.length(), start + SHORT));
  }

  private static long restarts(Map<?, ?> status) {
    return status.get("restartCount") instanceof Number number ? number.longValue() : 0;
  }

  /** What people want to know first: the phase, or why a container does not run. */
  private static String word(Map<String, Object> status) {
    String reason = text(status, "reason");
    if (!reason.isEmpty()) {
      return reason;
    }
    for (Map<?, ?> container : containers(status)) {
      Map<?, ?> waiting = JsonText.object(JsonText.object(container.get("state")).get("waiting"));
      if (!waiting.isEmpty() && !"PodInitializing".equals(waiting.get("reason"))) {
        return text(waiting, "reason");
      }
    }
    String phase = text(status, "phase");
    return phase.isEmpty() ? "Pending" : phase;
  }

  private static @Nullable String message(Map<String, Object> status) {
    String message = text(status, "message");
    if (!message.isEmpty()) {
      return message;
    }
    for (Map<?, ?> container : containers(status)) {
      Map<?, ?> waiting = JsonText.object(JsonText.object(container.get("state")).get("waiting"));
      if (!text(waiting, "message").isEmpty()) {
        return text(waiting, "message");
      }
    }
    return null;
  }

  private static String text(Map<?, ?> object, String name) {
    Object value = object.get(name);
    return value == null ? "" : value.toString();
  }
}
