package io.margay.edged.internal.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the files of pods lie: {@code pods/<uid>/} on the disk and {@code memory/<uid>/} in memory,
 * below one folder of the node. Uids and names of pods, volumes and containers are safe as names.
 */
public final class PodFolders {
  private final Path root;

  private PodFolders(Path root) {
    this.root = root;
  }

  /** Those below a folder, which is made when it is not there. */
  public static PodFolders in(Path root) throws IOException {
    return new PodFolders(Files.createDirectories(root, FileTree.PRIVATE).toRealPath());
  }

  /** The uids of all pods that have files here. */
  public Set<String> uids() throws IOException {
    Set<String> uids = new HashSet<>();
    for (Path folder : new Path[] {root.resolve("pods"), memory()}) {
      FileTree.entries(folder).forEach(entry -> uids.add(String.valueOf(entry.getFileName())));
    }
    return uids;
  }

  /** The folder that is in memory. */
  Path memory() {
    return root.resolve("memory");
  }

  Path pod(String uid) {
    return root.resolve("pods").resolve(uid);
  }

  /** The folder of a pod's volumes that are on the disk. */
  public Path volumes(String uid) {
    return pod(uid).resolve("volumes");
  }

  Path volume(String uid, String volume) {
    return volumes(uid).resolve(volume);
  }

  Path inMemory(String uid) {
    return memory().resolve(uid);
  }

  Path hosts(String uid) {
    return pod(uid).resolve("etc-hosts");
  }

  Path subPath(String uid, String container, int index) {
    return pod(uid).resolve("subpaths").resolve(container).resolve(Integer.toString(index));
  }

  /** The file that a container leaves its last words in. */
  public Path terminationMessage(String uid, String container, int attempt) {
    return pod(uid).resolve("containers").resolve(container).resolve(Integer.toString(attempt));
  }
}
