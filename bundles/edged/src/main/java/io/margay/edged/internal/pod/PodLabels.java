package io.margay.edged.internal.pod;

import io.margay.edged.engine.PodIdentity;
import io.margay.meta.JsonText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is written on sandboxes and containers, so that they are known again after a restart of the
 * node. Kubernetes' own words, which tools like {@code crictl} look for, and one by which this node
 * tells its pods from those of another program on the same engine.
 */
public final class PodLabels {
  public static final String POD_NAME = "io.kubernetes.pod.name";
  public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
  public static final String POD_UID = "io.kubernetes.pod.uid";
  public static final String CONTAINER_NAME = "io.kubernetes.container.name";

  /** On all that this node made; {@code pod} is its only value. */
  public static final String MANAGED = "io.margay.managed";

  /** {@link PodContainer#hash()} or {@link PodSpec#hash()}. */
  public static final String HASH = "io.kubernetes.container.hash";

  /** {@link Resources#written()} as JSON: what a container was made with. */
  public static final String RESOURCES = "io.margay.resources";

  public static final String RESTART_COUNT = "io.kubernetes.container.restartCount";

  /** Seconds. */
  public static final String TERMINATION_GRACE = "io.kubernetes.pod.terminationGracePeriod";

  /** What a label selector asks for to get all that is this node's. */
  public static final Map<String, String> OURS = Map.of(MANAGED, "pod");

  private PodLabels() {}

  /** What a label selector asks for to get all that belongs to a pod. */
  public static Map<String, String> of(String uid) {
    return Map.of(MANAGED, "pod", POD_UID, uid);
  }

  /** The labels of a pod's sandbox: the pod's own, and who it is. */
  public static Map<String, String> sandbox(Pod pod) {
    Map<String, String> labels = new HashMap<>(pod.labels());
    labels.putAll(identity(pod.identity()));
    return labels;
  }

  /** The annotations of a pod's sandbox: the pod's own, and what it was made from. */
  public static Map<String, String> sandboxAnnotations(Pod pod) {
    Map<String, String> annotations = new HashMap<>(pod.annotations());
    annotations.put(HASH, pod.spec().hash());
    annotations.put(TERMINATION_GRACE, seconds(pod.spec().terminationGrace()));
    return annotations;
  }

  /** The labels of a container. */
  public static Map<String, String> container(Pod pod, PodContainer container) {
    Map<String, String> labels = new HashMap<>(identity(pod.identity()));
    labels.put(CONTAINER_NAME, container.name());
    return labels;
  }

  /** The annotations of a container. */
  public static Map<String, String> containerAnnotations(
      Pod pod, PodContainer container, int attempt) {
    return Map.of(
        HASH,
        container.hash(),
        RESOURCES,
        JsonText.write(container.resources().written()),
        RESTART_COUNT,
        Integer.toString(attempt),
        TERMINATION_GRACE,
        seconds(pod.spec().terminationGrace()));
  }

  private static Map<String, String> identity(PodIdentity pod) {
    return Map.of(
        MANAGED, "pod", POD_NAMESPACE, pod.namespace(), POD_NAME, pod.name(), POD_UID, pod.uid());
  }

  private static String seconds(Duration time) {
    return Long.toString(time.toSeconds());
  }
}
