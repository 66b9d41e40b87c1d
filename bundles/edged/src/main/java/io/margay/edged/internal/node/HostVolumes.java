package io.margay.edged.internal.node;

import io.margay.edged.engine.PodIdentity;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.sync.NotPossibleException;
import io.margay.edged.internal.volume.PodVolumes;
import io.margay.edged.internal.volume.VolumeException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The volumes of pods on this machine, as the sync loop asks for them. */
final class HostVolumes implements io.margay.edged.internal.sync.PodVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(HostVolumes.class);

  private final PodVolumes volumes;

  HostVolumes(PodVolumes volumes) {
    this.volumes = volumes;
  }

  @Override
  public void prepare(Pod pod) {
    try {
      volumes.prepare(pod);
    } catch (VolumeException e) {
      throw new NotPossibleException("FailedMount", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void refresh(Pod pod) {
    try {
      volumes.refresh(pod);
    } catch (VolumeException e) {
      throw new NotPossibleException("FailedMount", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void release(PodIdentity pod) {
    try {
      volumes.release(pod.uid());
    } catch (IOException e) {
      LOG.warn("files of pod {}/{} stay: {}", pod.namespace(), pod.name(), e.toString());
    }
  }
}
