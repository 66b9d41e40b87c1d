package io.margay.edged.engine;

/** A file or folder of the host inside a container. Both paths are absolute. */
public record Mount(
    String hostPath, String containerPath, boolean readOnly, Propagation propagation) {

  /** Whether mounts made later on one side show on the other (mount(2), MS_SHARED). */
  public enum Propagation {
    PRIVATE,
    HOST_TO_CONTAINER,
    BIDIRECTIONAL
  }
}
