package io.margay.edged.internal.node;

import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.spec.Sandboxes;
import io.margay.edged.internal.volume.FileTree;
import io.margay.edged.internal.volume.PodFolders;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a pod has on the node's disk beside its containers' own layers: volumes and logs.
 * Walks through all of it, so it is asked only while the disk runs out.
 */
final class PodDisk {
  private static final Logger LOG = LoggerFactory.getLogger(PodDisk.class);

  private final PodFolders folders;
  private final Sandboxes sandboxes;

  PodDisk(PodFolders folders, Sandboxes sandboxes) {
    this.folders = folders;
    this.sandboxes = sandboxes;
  }

  long bytes(Pod pod) {
    return bytes(folders.volumes(pod.identity().uid()))
        + bytes(sandboxes.logFolder(pod.identity()));
  }

  private static long bytes(Path folder) {
    try {
      return FileTree.bytes(folder);
    } catch (IOException e) {
      LOG.warn("how much is in {} cannot be told: {}", folder, e.toString());
      return 0;
    }
  }
}
