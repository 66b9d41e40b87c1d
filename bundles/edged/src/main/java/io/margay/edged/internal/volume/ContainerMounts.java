package io.margay.edged.internal.volume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.margay.edged.engine.Mount;
import io.margay.edged.engine.Mount.Propagation;
import io.margay.edged.internal.mount.Mounts;
import io.margay.edged.internal.pod.Pod;
import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.Volume;
import io.margay.edged.internal.pod.VolumeMount;
import io.margay.edged.internal.spec.Expansion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Says what a container sees of the host's files: its volumes, its hosts file, its last words. */
public final class ContainerMounts {
  private static final String HOSTS = "/etc/hosts";
  private static final int READABLE = 0644;
  private static final int WRITABLE = 0666;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  private final PodFolders folders;
  private final PodVolumes volumes;
  private final SubPaths subPaths;

  public ContainerMounts(PodFolders folders, PodVolumes volumes, Mounts mounts) {
    this.folders = folders;
    this.volumes = volumes;
    this.subPaths = new SubPaths(mounts);
  }

  /**
   * The mounts of a container, whose pod's volumes are there. Makes the files behind them.
   *
   * @param variables replace {@code $(NAME)} in {@code subPathExpr}
   * @param hosts the text of {@code /etc/hosts}
   */
  public List<Mount> of(
      Pod pod, PodContainer container, int attempt, Map<String, String> variables, String hosts)
      throws VolumeException {
    try {
      List<Mount> mounts = new ArrayList<>();
      for (int i = 0; i < container.mounts().size(); i++) {
        mounts.add(volume(pod, container, i, variables));
      }
      if (mounts.stream().noneMatch(mount -> mount.containerPath().equals(HOSTS))) {
        Path file = folders.hosts(pod.identity().uid());
        write(file, hosts, READABLE);
        mounts.add(file(file, HOSTS));
      }
      Path words = folders.terminationMessage(pod.identity().uid(), container.name(), attempt);
      write(words, "", WRITABLE);
      removeOlder(words, attempt);
      mounts.add(file(words, container.terminationMessagePath()));
      return mounts;
    } catch (IOException e) {
      throw new VolumeException(
          "container %s: its files cannot be made: %s".formatted(container.name(), e), e);
    }
  }

  private Mount volume(Pod pod, PodContainer container, int index, Map<String, String> variables)
      throws IOException, VolumeException {
    VolumeMount mount = container.mounts().get(index);
    Volume volume =
        pod.spec().volumes().stream()
            .filter(each -> each.name().equals(mount.volume()))
            .findFirst()
            .orElseThrow(
                () ->
                    new VolumeException(
                        "container %s: the pod has no volume %s"
                            .formatted(container.name(), mount.volume())));
    Path source = volumes.folder(pod, volume);
    if (!mount.subPath().isEmpty()) {
      Path target = folders.subPath(pod.identity().uid(), container.name(), index);
      source = subPaths.bind(source, part(container, mount, variables), target);
    }
    boolean readOnly = mount.readOnly() || PodVolumes.holdsValues(volume.source());
    return new Mount(source.toString(), mount.mountPath(), readOnly, mount.propagation());
  }

  private static SafePath part(
      PodContainer container, VolumeMount mount, Map<String, String> variables)
      throws VolumeException {
    try {
      return SafePath.of(
          mount.expandSubPath() ? Expansion.expand(mount.subPath(), variables) : mount.subPath());
    } catch (IllegalArgumentException e) {
      throw new VolumeException(
          "container %s: subPath of volume %s: %s"
              .formatted(container.name(), mount.volume(), e.getMessage()),
          e);
    }
  }

  private static Mount file(Path file, String containerPath) {
    return new Mount(file.toString(), containerPath, false, Propagation.PRIVATE);
  }

  /** A container that is started again and again leaves no more than its last two words. */
  private static void removeOlder(Path words, int attempt) throws IOException {
    for (Path other : FileTree.entries(requireNonNull(words.getParent()))) {
      String number = other.getFileName().toString();
      if (NUMBER.matcher(number).matches() && Long.parseLong(number) < attempt - 1L) {
        Files.deleteIfExists(other);
      }
    }
  }

  /**
   * Writes in place: containers that run see the file by its inode. What is there may be a
   * container's work, so no more of it is read than there should be.
   */
  private static void write(Path file, String text, int mode) throws IOException {
    FileTree.makeParent(file);
    byte[] bytes = text.getBytes(UTF_8);
    if (!Files.exists(file)
        || Files.size(file) != bytes.length
        || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Files.write(file, bytes);
    }
    Files.setAttribute(file, "unix:mode", mode);
  }
}
