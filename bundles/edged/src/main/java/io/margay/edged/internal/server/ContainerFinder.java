package io.margay.edged.internal.server;

import io.margay.edged.engine.Container;
import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.engine.ContainerState;
import io.margay.edged.internal.pod.PodLabels;
import java.util.Comparator;
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

  private List<Container> newestFirst(String namespace, String pod, String container)
      throws RequestException {
    return engine()
        .containers(
            Map.of(
                PodLabels.MANAGED, "pod",
                PodLabels.POD_NAMESPACE, namespace,
                PodLabels.POD_NAME, pod,
                PodLabels.CONTAINER_NAME, container))
        .stream()
        .sorted(Comparator.comparing(Container::created).reversed())
        .toList();
  }
}
