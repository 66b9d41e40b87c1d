package io.margay.edged.internal.sync;

import io.margay.edged.engine.PodIdentity;
import io.margay.edged.internal.pod.Pod;

/** The volumes of pods on this machine. Called for one pod from one thread at a time. */
public interface PodVolumes {

  /**
   * Makes the volumes of a pod, or brings those that there are up to date. Can be repeated.
   *
   * @throws NotPossibleException when something that a volume is made of is missing
   */
  void prepare(Pod pod);

  /**
   * Brings the values in a running pod's volumes up to date. One that cannot be made keeps none of
   * the others old.
   *
   * @throws NotPossibleException naming the volume that stays as it was
   */
  void refresh(Pod pod);

  /** Removes all volumes of a pod. Can be repeated. */
  void release(PodIdentity pod);
}
