package io.margay.edged.internal.sync;

import io.margay.edged.engine.ContainerSpec;
import io.margay.edged.engine.LinuxResources;
import io.margay.edged.engine.PodIdentity;
import io.margay.edged.engine.RegistryLogin;
import io.margay.edged.engine.SandboxSpec;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import java.util.List;

/**
 * Makes of a pod what an engine takes. Called from several threads, for one pod from one at a time;
 * may read the store and write small files.
 */
public interface PodSpecs {

  /**
   * The sandbox of a pod.
   *
   * @throws NotPossibleException when something that it refers to is missing
   */
  SandboxSpec sandbox(Pod pod, int attempt);

  /**
   * A container of a pod, whose volumes are there.
   *
   * @param imageId as the engine knows the image
   * @param addresses of the pod
   * @throws NotPossibleException when something that it refers to is missing
   */
  ContainerSpec container(
      Pod pod, PodContainer container, int attempt, String imageId, List<String> addresses);

  /** What a container may use. */
  LinuxResources limits(Pod pod, PodContainer container);

  /**
   * Lifts the limits of a whole pod that runs, so that those of its containers can change.
   *
   * @throws NotPossibleException when the kernel does not let it
   */
  void loosen(Pod pod);

  /**
   * Sets the limits of a whole pod that runs.
   *
   * @throws NotPossibleException when the kernel does not let it
   */
  void tighten(Pod pod);

  /** What to say to the registry of an image, best first; empty to ask as anybody. */
  List<RegistryLogin> logins(Pod pod, String image);

  /** The last word that an ended container left in its file; empty when none. */
  String terminationMessage(Pod pod, PodContainer container, ContainerView ended);

  /** Removes what was written for a pod that is gone: files, groups, logs. Can be repeated. */
  void forget(PodIdentity pod);
}
