package io.margay.edged.internal.spec;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.EnvironmentVariable;
import io.margay.edged.engine.Image;
import io.margay.edged.engine.Mount;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodLabels;
import java.util.List;
import java.util.Map;

/** Says what a container is to be. */
public final class Containers {
  private final Limits limits;
  private final Rights rights;

  public Containers(Limits limits, Rights rights) {
    this.limits = limits;
    this.rights = rights;
  }

  /**
   * One container of a pod.
   *
   * @param attempt how often one of its name was made before
   * @param variables as {@link Environments} found them
   * @param mounts its volumes and files
   */
  public ContainerSpec of(
      Pod pod,
      PodContainer container,
      int attempt,
      Image image,
      Map<String, String> variables,
      List<Mount> mounts)
      throws SpecException {
    return new ContainerSpec(
        container.name(),
        attempt,
        image.id(),
        expanded(container.command(), variables),
        expanded(container.args(), variables),
        container.workingDirectory(),
        variables.entrySet().stream()
            .map(variable -> new EnvironmentVariable(variable.getKey(), variable.getValue()))
            .toList(),
        mounts,
        List.of(),
        PodLabels.container(pod, container),
        PodLabels.containerAnnotations(pod, container, attempt),
        logPath(container.name(), attempt),
        container.stdin(),
        container.stdinOnce(),
        container.tty(),
        limits.container(pod, container),
        Sandboxes.namespaces(pod.spec()),
        rights.container(pod, container, image.user()));
  }

  /** Where a container's log is below the pod's folder of logs. */
  public static String logPath(String container, int attempt) {
    return "%s/%d.log".formatted(container, attempt);
  }

  private static List<String> expanded(List<String> words, Map<String, String> variables) {
    return words.stream().map(word -> Expansion.expand(word, variables)).toList();
  }
}
