package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.Handler;
import java.time.Duration;

/** Runs what a pod wants done after a container's start or before its end. */
public interface Hooks {

  /**
   * Runs a hook and waits for it.
   *
   * @param address of the pod; empty when it has none
   * @param timeout it is given up after it
   * @return what went wrong; empty when nothing did
   */
  String run(Handler hook, String containerId, String address, Duration timeout);
}
