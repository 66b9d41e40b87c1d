package io.margay.edged.engine;

/** Which Linux namespaces are the pod's, the container's own, or the host's. */
public record Namespaces(Mode network, Mode pid, Mode ipc) {

  /** Network and IPC of the pod, processes of each container: the usual pod. */
  public static final Namespaces USUAL = new Namespaces(Mode.POD, Mode.CONTAINER, Mode.POD);

  /** Whose namespace. */
  public enum Mode {
    POD,
    CONTAINER,
    NODE
  }
}
