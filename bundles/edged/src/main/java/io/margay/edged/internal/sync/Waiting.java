package io.margay.edged.internal.sync;

/** Why a container does not run yet: {@code state.waiting} of its status. */
public record Waiting(String reason, String message) {
  static final Waiting CREATING = new Waiting("ContainerCreating", "");
  static final Waiting INITIALIZING = new Waiting("PodInitializing", "");
}
