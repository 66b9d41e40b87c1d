package io.margay.edged.internal.pod;

/** Where the value of a variable comes from. */
public sealed interface EnvSource {

  /** Said outright; {@code $(OTHER)} in it is replaced. */
  record Value(String text) implements EnvSource {}

  /** One key of a ConfigMap. */
  record ConfigMapKey(String name, String key, boolean optional) implements EnvSource {}

  /** One key of a Secret. */
  record SecretKey(String name, String key, boolean optional) implements EnvSource {}

  /**
   * A field of the pod.
   *
   * @param path {@code metadata.name}, {@code metadata.labels['a']}, {@code status.podIP} …
   */
  record PodField(String path) implements EnvSource {}

  /**
   * What a container may use.
   *
   * @param container empty for the container itself
   * @param resource {@code limits.cpu}, {@code requests.memory} …
   */
  record ContainerResource(String container, String resource, Quantity divisor)
      implements EnvSource {}
}
