package io.margay.edged.internal.volume;

import io.margay.edged.internal.mount.MountPoint;
import io.margay.edged.internal.mount.Mounts;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.Volume;
import io.margay.edged.internal.pod.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the volumes of pods, keeps their values up to date, and takes them away.
 *
 * <p>A pod's own folders are for the node's user alone, so that the modes of its files count only
 * inside its containers. Secrets and tokens are in memory, never on a disk. Calls for different
 * pods may come at once; those for one pod must not.
 */
public final class PodVolumes {
  private static final int FOR_EVERYBODY = 0777;
  private static final int FOR_THE_GROUP = 02777;
  private static final int PRIVATE_MODE = 0700;
  private static final int FOR_READERS = 0755;
  private static final long MEMORY_BYTES = 256L << 20;

  private final PodFolders folders;
  private final Mounts mounts;
  private final VolumeContents contents;
  private final InstantSource clock;
  private final Object memoryLock = new Object();

  public PodVolumes(
      PodFolders folders, Mounts mounts, VolumeContents contents, InstantSource clock) {
    this.folders = folders;
    this.mounts = mounts;
    this.contents = contents;
    this.clock = clock;
  }

  /**
   * Makes all volumes of a pod that are not there yet, and brings the values in them up to date.
   * Can be repeated; after a reboot it must be, as what was in memory is gone.
   *
   * @throws VolumeException naming the first volume that cannot be made, and why
   */
  public void prepare(Pod pod) throws VolumeException {
    for (Volume volume : pod.spec().volumes()) {
      make(pod, volume);
    }
  }

  /**
   * Brings the values in a running pod's volumes up to date.
   *
   * @throws VolumeException naming the volume that stays as it was, and why; the others are new
   */
  public void refresh(Pod pod) throws VolumeException {
    VolumeException failure = null;
    for (Volume volume : pod.spec().volumes()) {
      if (holdsValues(volume.source())) {
        try {
          make(pod, volume);
        } catch (VolumeException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void make(Pod pod, Volume volume) throws VolumeException {
    try {
      VolumeSource source = volume.source();
      if (source instanceof VolumeSource.EmptyDir empty) {
        emptyFolder(pod, folders.volume(pod.identity().uid(), volume.name()), empty);
      } else if (source instanceof VolumeSource.HostPath host) {
        HostPaths.ready(host);
      } else {
        var files = contents.files(pod, source);
        Path folder = folder(pod, volume);
        Integer group = Owners.group(pod);
        if (isSecret(source)) {
          readyMemory(folder);
        } else {
          FileTree.makeParent(folder);
        }
        makeFolder(folder, group == null ? FOR_READERS : FOR_THE_GROUP, group);
        new PublishedFolder(folder, group, clock).publish(files);
      }
    } catch (IOException e) {
      throw new VolumeException("volume %s: %s".formatted(volume.name(), reason(e)), e);
    } catch (VolumeException e) {
      throw new VolumeException("volume %s: %s".formatted(volume.name(), e.getMessage()), e);
    }
  }

  /** Where a volume of the pod is on the host. */
  Path folder(Pod pod, Volume volume) {
    String uid = pod.identity().uid();
    VolumeSource source = volume.source();
    if (source instanceof VolumeSource.HostPath host) {
      return Path.of(host.path()).normalize();
    }
    return isSecret(source)
        ? folders.inMemory(uid).resolve(volume.name())
        : folders.volume(uid, volume.name());
  }

  private void emptyFolder(Pod pod, Path folder, VolumeSource.EmptyDir wanted) throws IOException {
    FileTree.makeParent(folder);
    Integer group = Owners.group(pod);
    int mode = group == null ? FOR_EVERYBODY : FOR_THE_GROUP;
    boolean isNew = makeFolder(folder, mode, group);
    if (wanted.memory() && mounts.table().at(folder).isEmpty()) {
      mounts.memory(folder, wanted.sizeLimit().units(), mode);
      isNew = true;
    }
    if (isNew && group != null) {
      Files.setAttribute(folder, "unix:gid", group);
    }
  }

  /** Makes sure that the folder for secrets is in memory, whatever happened to the machine. */
  private void readyMemory(Path folder) throws IOException, VolumeException {
    synchronized (memoryLock) {
      Path memory = folders.memory();
      Files.createDirectories(memory, FileTree.PRIVATE);
      if (mounts.table().at(memory).isEmpty()) {
        mounts.memory(memory, MEMORY_BYTES, PRIVATE_MODE);
      }
      String type = mounts.table().at(memory).map(MountPoint::type).orElse("nothing");
      if (!type.equals("tmpfs")) {
        throw new VolumeException(
            "found %s at %s, expected tmpfs: secrets are never written to a disk"
                .formatted(type, memory));
      }
      FileTree.makeParent(folder);
    }
  }

  private static boolean makeFolder(Path folder, int mode, @Nullable Integer group)
      throws IOException {
    if (Files.isDirectory(folder)) {
      return false;
    }
    Files.createDirectory(folder, FileTree.PRIVATE);
    if (group != null) {
      Files.setAttribute(folder, "unix:gid", group);
    }
    Files.setAttribute(folder, "unix:mode", mode);
    return true;
  }

  /**
   * Whether the node writes what is in a volume; no container may, as no link of theirs is safe.
   */
  static boolean holdsValues(VolumeSource source) {
    return !(source instanceof VolumeSource.EmptyDir || source instanceof VolumeSource.HostPath);
  }

  private static boolean isSecret(VolumeSource source) {
    return source instanceof VolumeSource.Secret
        || source instanceof VolumeSource.ServiceAccountToken
        || (source instanceof VolumeSource.Projected projected
            && projected.sources().stream().anyMatch(PodVolumes::isSecret));
  }

  /**
   * Takes everything of a pod away: its mounts, its folders, its secrets. Its containers must have
   * ended. Can be repeated.
   */
  public void release(String uid) throws IOException {
    Path folder = folders.pod(uid);
    unmountBelow(folder);
    List<Path> left = mountsBelow(folder);
    if (!left.isEmpty()) {
      throw new IOException("%s is still mounted, so nothing is removed".formatted(left.get(0)));
    }
    FileTree.delete(folder);
    synchronized (memoryLock) {
      FileTree.delete(folders.inMemory(uid));
      Path memory = folders.memory();
      if (Files.isDirectory(memory) && FileTree.entries(memory).isEmpty()) {
        unmountBelow(memory);
        Files.deleteIfExists(memory);
      }
    }
  }

  /** The uids of all pods that have something here. */
  public Set<String> uids() throws IOException {
    return folders.uids();
  }

  private void unmountBelow(Path folder) throws IOException {
    for (Path mounted : mountsBelow(folder)) {
      mounts.unmount(mounted);
    }
  }

  private List<Path> mountsBelow(Path folder) throws IOException {
    return Files.exists(folder) ? mounts.table().below(folder) : List.of();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
