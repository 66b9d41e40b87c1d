package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.PodContainer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to do for a pod. */
public sealed interface Action {

  /** Makes a sandbox. */
  record RunSandbox(int attempt) implements Action {}

  /** Takes a sandbox' network, and all that still runs in it. */
  record StopSandbox(String sandboxId) implements Action {}

  /** Removes a sandbox and its containers. */
  record RemoveSandbox(String sandboxId) implements Action {}

  /** Sees that the image is there, makes a container and starts it. */
  record Start(PodContainer container, int attempt, String sandboxId) implements Action {}

  /**
   * Stops a container: hook, signal, kill.
   *
   * @param why for people
   * @param grace null for the pod's own
   */
  record Stop(ContainerView container, String why, @Nullable Duration grace) implements Action {}

  /** Gives running containers the resources that they are to have now. */
  record Resize(List<ContainerView> containers) implements Action {
    public Resize {
      containers = List.copyOf(containers);
    }
  }

  /** Removes a container that does not run. */
  record Remove(ContainerView container) implements Action {}

  /** Gives the pod up for good. */
  record GiveUp(Verdict verdict) implements Action {}

  /** Nothing of the pod is left: its folders go too. */
  record Forget() implements Action {}
}
