package io.margay.edged.engine;

/** How far a container's life has come. */
public enum ContainerState {
  CREATED,
  RUNNING,
  EXITED,
  /** The engine lost track of it; it is treated as ended. */
  UNKNOWN
}
