package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerState;
import io.margay.edged.internal.pod.Resources;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod as it is.
 *
 * @param hash of the pod's container that it was made from
 * @param resources that it was made with
 * @param grace how long it may take to stop, as it was when it was made
 * @param started null before its start
 * @param finished null while it lives
 * @param exitCode meaningful once it has ended
 */
public record ContainerView(
    String id,
    String sandboxId,
    String name,
    int attempt,
    ContainerState state,
    String imageId,
    String hash,
    Resources resources,
    Duration grace,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant finished,
    int exitCode,
    String reason,
    String message) {

  boolean isRunning() {
    return state == ContainerState.RUNNING;
  }

  /** It was started once and does not run any more. */
  boolean hasEnded() {
    return state == ContainerState.EXITED || state == ContainerState.UNKNOWN;
  }

  /** It ended well. What the engine lost track of did not. */
  boolean succeeded() {
    return state == ContainerState.EXITED && exitCode == 0;
  }

  /** How long it ran; zero when that is not known. */
  Duration lifetime() {
    return started == null || finished == null || finished.isBefore(started)
        ? Duration.ZERO
        : Duration.between(started, finished);
  }
}
