package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import java.time.Instant;
import java.util.List;

/** Looks after the health of containers. Must not block. */
public interface Probing {

  /**
   * Probes these containers of a pod from now on, and no others of it.
   *
   * @param changed is run when the health of one is another; on any thread
   */
  void follow(Pod pod, List<Probed> running, Runnable changed);

  /** Probes nothing of a pod any more. */
  void forget(String podUid);

  /** What is known of a container's health; good of one that is not probed. */
  Health health(String containerId);

  /**
   * A container that runs.
   *
   * @param address where it can be called; empty when it cannot
   */
  record Probed(PodContainer container, String id, Instant started, String address) {}
}
