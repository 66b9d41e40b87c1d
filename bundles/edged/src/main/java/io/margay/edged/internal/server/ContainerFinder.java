package io.margay.edged.internal.server;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.engine.Sandbox;
import io.margay.edged.internal.pod.PodLabels;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the container that somebody means by the names of its namespace, pod and container. */
public final class ContainerFinder {
  private final Supplier<Optional<ContainerEngine>> engine;

  public ContainerFinder(Supplier<Optional<ContainerEngine>> engine) {
    this.engine = engine;
  }

  /** Namespace, pod and container; a uid before the container says nothing more. */
  static List<String> names(Query query) throws RequestException {
    List<String> path = query.path();
    return switch (path.size()) {
      case 4 -> path.subList(1, 4);
      case 5 -> List.of(path.get(1), path.get(2), path.get(4));
      default ->
          throw new RequestException(
              404, "expected /%s/<namespace>/<pod>/<container>".formatted(path.get(0)));
    };
  }

  ContainerEngine engine() throws RequestException {
    return engine
        .get()
        .orElseThrow(() -> new RequestException(503, "there is no container engine"));
  }

  /**
   * The latest container of the names, or the one before.
   *
   * @param previous whether the one before is meant
   */
  Container find(String namespace, String pod, String container, boolean previous)
      throws RequestException {
    List<Container> found = newestFirst(namespace, pod, container);
    int wanted = previous ? 1 : 0;
    if (found.size() <= wanted) {
      throw new RequestException(
          404,
          "found no %scontainer %s in pod %s/%s"
              .formatted(previous ? "previous " : "", container, namespace, pod));
    }
    return found.get(wanted);
  }

  /** The one that runs. */
  Container running(String namespace, String pod, String container) throws RequestException {
    Container found = find(namespace, pod, container, false);
    if (found.state() != ContainerState.RUNNING) {
      throw new RequestException(
          409, "container %s of pod %s/%s does not run".formatted(container, namespace, pod));
    }
    return found;
  }

  /** The sandbox of a pod, where its ports are. */
  Sandbox sandbox(String namespace, String pod) throws RequestException {
    return engine().sandboxes(labels(namespace, pod)).stream()
        .filter(Sandbox::ready)
        .max(Comparator.comparing(Sandbox::created))
        .orElseThrow(
            () -> new RequestException(404, "pod %s/%s does not run".formatted(namespace, pod)));
  }

  private List<Container> newestFirst(String namespace, String pod, String container)
      throws RequestException {
    Map<String, String> labels = labels(namespace, pod);
    labels.put(PodLabels.CONTAINER_NAME, container);
    return engine().containers(labels).stream()
        .sorted(Comparator.comparing(Container::created).reversed())
        .toList();
  }

  private static Map<String, String> labels(String namespace, String pod) {
    Map<String, String> labels = new HashMap<>(PodLabels.OURS);
    labels.put(PodLabels.POD_NAMESPACE, namespace);
    labels.put(PodLabels.POD_NAME, pod);
    return labels;
  }
}
