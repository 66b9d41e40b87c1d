package io.margay.edged.internal.node;

import io.margay.edged.engine.ContainerEngine;
import io.margay.edged.internal.cgroup.PodCgroups;
import io.margay.edged.internal.pod.PodLabels;
import io.margay.edged.internal.volume.FileTree;
import io.margay.edged.internal.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is left of pods that nobody knows any more: the removal of their files had failed,
 * or the power was cut before it. Of a pod that has anything in the engine nothing is touched; the
 * sync loop ends it first.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final PodVolumes volumes;
  private final PodCgroups cgroups;
  private final Path logs;
  private final Supplier<Set<String>> pods;

  /**
   * @param logs the folder of all pods' logs
   * @param pods the uids of the pods that are wanted, or still end
   */
  Leftovers(PodVolumes volumes, PodCgroups cgroups, Path logs, Supplier<Set<String>> pods) {
    this.volumes = volumes;
    this.cgroups = cgroups;
    this.logs = logs;
    this.pods = pods;
  }

  /** Looks and removes. What cannot be removed is tried again the next time. */
  void remove(ContainerEngine engine) {
    try {
      Set<String> left = volumes.uids();
      engine.sandboxes(PodLabels.OURS).forEach(one -> left.remove(one.pod().uid()));
      engine
          .containers(PodLabels.OURS)
          .forEach(one -> left.remove(one.labels().getOrDefault(PodLabels.POD_UID, "")));
      left.removeAll(pods.get());
      for (String uid : left) {
        remove(uid);
      }
    } catch (IOException e) {
      LOG.warn("what is left of pods cannot be looked at: {}", e.toString());
    }
  }

  /** The volumes last: as long as they are there, the rest is looked for again. */
  private void remove(String uid) {
    try {
      cgroups.remove(uid);
      for (Path folder : FileTree.entries(logs)) {
        if (folder.getFileName().toString().endsWith("_" + uid)) {
          FileTree.delete(folder);
        }
      }
      volumes.release(uid);
      LOG.info("removed what was left of pod {}", uid);
    } catch (IOException e) {
      LOG.debug("what is left of pod {} stays: {}", uid, e.toString());
    }
  }
}
