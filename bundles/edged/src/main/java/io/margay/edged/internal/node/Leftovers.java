package io.margay.edged.internal.node;

import io.margay.edged.internal.cgroup.PodCgroups;
import io.margay.edged.internal.volume.FileTree;
import io.margay.edged.internal.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is left on the machine of pods that nobody knows any more: of one that was deleted
 * while the node was away, or whose traces the node was removing when it was killed. Called by one
 * thread at a time.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final PodVolumes volumes;
  private final PodCgroups cgroups;
  private final Path logs;
  private final Set<String> refused = new HashSet<>();

  /**
   * @param logs holds one folder for each pod, whose name ends in the pod's uid
   */
  Leftovers(PodVolumes volumes, PodCgroups cgroups, Path logs) {
    this.volumes = volumes;
    this.cgroups = cgroups;
    this.logs = logs;
  }

  /**
   * Removes all that belongs to none of these pods.
   *
   * @param pods uids of the pods that are wanted or still there; empty while that is not certain
   */
  void remove(Supplier<Optional<Set<String>>> pods) throws IOException {
    Set<String> left = volumes.uids();
    Optional<Set<String>> known = pods.get(); // after the look: who comes meanwhile is among them
    if (known.isPresent()) {
      left.removeAll(known.get());
      left.forEach(this::remove);
    }
  }

  /** The folder goes last: by it the rest is found again. */
  private void remove(String uid) {
    try {
      cgroups.remove(uid);
      for (Path log : FileTree.entries(logs)) {
        if (log.toString().endsWith("_" + uid)) {
          FileTree.delete(log);
        }
      }
      volumes.release(uid);
      refused.remove(uid);
      LOG.info("removed what was left of pod {}", uid);
    } catch (IOException e) {
      if (refused.add(uid)) {
        LOG.warn("what is left of pod {} stays for now: {}", uid, e.toString());
      }
    }
  }
}
