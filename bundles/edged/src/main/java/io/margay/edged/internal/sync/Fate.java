package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.RestartPolicy;

/** Decides of a container that does not run whether it is to run again. */
final class Fate {
  private final RestartPolicy policy;
  private final Circumstances circumstances;

  Fate(RestartPolicy policy, Circumstances circumstances) {
    this.policy = policy;
    this.circumstances = circumstances;
  }

  /** Whether a container of the pod that ended is over for good. */
  boolean isOver(PodContainer wanted, ContainerView ended) {
    return ended.hasEnded() && !isReplaced(wanted, ended) && !policyRestarts(ended.succeeded());
  }

  /** Whether an init container that ended can never be done. */
  boolean isHopeless(PodContainer wanted, ContainerView ended) {
    return ended.hasEnded()
        && !ended.succeeded()
        && policy == RestartPolicy.NEVER
        && !isReplaced(wanted, ended);
  }

  /** Whether it is to be another one now, whatever the policy says. */
  boolean isReplaced(PodContainer wanted, ContainerView container) {
    return !wanted.hash().equals(container.hash())
        || wanted.mustReplace(circumstances.resources(container))
        || circumstances.restarts().contains(container.id());
  }

  private boolean policyRestarts(boolean succeeded) {
    return switch (policy) {
      case ALWAYS -> true;
      case ON_FAILURE -> !succeeded;
      case NEVER -> false;
    };
  }
}
