package io.margay.edged.internal.sync;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.PodSpec;
import io.margay.edged.internal.pod.RestartPolicy;
import java.util.List;
import java.util.Optional;

/** A pod's life in one word (kubernetes.io, "Pod Lifecycle", "Pod phase"). */
enum Phase {
  PENDING("Pending", ""),
  RUNNING("Running", ""),
  SUCCEEDED("Succeeded", "PodCompleted"),
  FAILED("Failed", "PodFailed");

  private final String word;
  private final String conditionReason;

  Phase(String word, String conditionReason) {
    this.word = word;
    this.conditionReason = conditionReason;
  }

  /** Nothing will run any more. */
  boolean isFinal() {
    return this == SUCCEEDED || this == FAILED;
  }

  /** Why a pod in this phase is not ready. */
  String conditionReason() {
    return conditionReason;
  }

  static Phase of(PodSpec spec, PodView view, Circumstances circumstances) {
    if (circumstances.verdict() != null) {
      return FAILED;
    }
    Fate fate = new Fate(spec.restartPolicy(), circumstances);
    for (PodContainer init : spec.initContainers()) {
      Optional<ContainerView> newest = view.newest(init.name());
      if (!init.sidecar() && newest.filter(it -> fate.isHopeless(init, it)).isPresent()) {
        return FAILED;
      }
    }
    List<Optional<ContainerView>> newest =
        spec.containers().stream().map(wanted -> view.newest(wanted.name())).toList();
    boolean allOver = true;
    boolean allWell = true;
    boolean anyMissing = false;
    for (int i = 0; i < newest.size(); i++) {
      Optional<ContainerView> it = newest.get(i);
      anyMissing |= it.isEmpty();
      allOver &= it.isPresent() && fate.isOver(spec.containers().get(i), it.get());
      allWell &= it.isPresent() && it.get().succeeded();
    }
    if (anyMissing) {
      return PENDING;
    }
    if (allOver && spec.restartPolicy() != RestartPolicy.ALWAYS) {
      return allWell ? SUCCEEDED : FAILED;
    }
    return RUNNING;
  }

  @Override
  public String toString() {
    return word;
  }
}
