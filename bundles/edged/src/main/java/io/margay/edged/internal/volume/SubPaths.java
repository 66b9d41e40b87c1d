package io.margay.edged.internal.volume;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.margay.edged.internal.mount.MountPoint;
import io.margay.edged.internal.mount.MountTable;
import io.margay.edged.internal.mount.Mounts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows a container a part of a volume.
 *
 * <p>What lies in a volume is written by containers, which may put a link there that leads out, and
 * may do so between our look and the engine's. So the part is bound to a place of ours first; what
 * was really bound is then read from the kernel, and stays.
 */
final class SubPaths {
  private final Mounts mounts;

  SubPaths(Mounts mounts) {
    this.mounts = mounts;
  }

  /**
   * Binds a part of a volume; makes a folder of it when there is nothing.
   *
   * @param target a place of ours
   * @return the place, for the engine
   */
  Path bind(Path volume, SafePath part, Path target) throws IOException, VolumeException {
    Path root = volume.toRealPath();
    Path source = found(root, part);
    String expected = place(mounts.table(), source);
    if (isBound(target, expected)) {
      return target;
    }
    release(target);
    makeLike(source, target);
    mounts.bind(source, target);
    if (!isBound(target, expected)) {
      mounts.unmount(target);
      throw left(part);
    }
    return target;
  }

  /** Follows links inside the volume, and refuses those that lead out. */
  private static Path found(Path root, SafePath part) throws IOException, VolumeException {
    Path wanted = part.below(root);
    Path above = root;
    for (Path name : root.relativize(wanted)) {
      Path next = above.resolve(name);
      if (!Files.exists(next, NOFOLLOW_LINKS)) {
        makeFolder(next, above);
      }
      above = next.toRealPath();
      if (!above.startsWith(root)) {
        throw left(part);
      }
    }
    return above;
  }

  /** For whom the folder above is; not for what a container puts in its place meanwhile. */
  private static void makeFolder(Path folder, Path above) throws IOException {
    Files.createDirectory(folder);
    Files.setAttribute(folder, "unix:mode", permissions(above), NOFOLLOW_LINKS);
    for (String owner : List.of("unix:uid", "unix:gid")) {
      Files.setAttribute(folder, owner, Files.getAttribute(above, owner), NOFOLLOW_LINKS);
    }
  }

  private static int permissions(Path folder) throws IOException {
    return (Integer) Files.getAttribute(folder, "unix:mode") & 07777;
  }

  private static void makeLike(Path source, Path target) throws IOException {
    FileTree.makeParent(target);
    try {
      if (Files.isDirectory(source)) {
        Files.createDirectory(target);
      } else {
        Files.createFile(target);
      }
    } catch (FileAlreadyExistsException there) {
      if (Files.isDirectory(source) != Files.isDirectory(target, NOFOLLOW_LINKS)) {
        Files.delete(target);
        makeLike(source, target);
      }
    }
  }

  private void release(Path target) throws IOException {
    for (Path mounted : mounts.table().below(target)) {
      mounts.unmount(mounted);
    }
  }

  private boolean isBound(Path target, String expected) throws IOException {
    return mounts.table().at(target).map(MountPoint::root).filter(expected::equals).isPresent();
  }

  /** Where a path is inside the file system that it lies on. */
  private static String place(MountTable table, Path path) throws IOException {
    MountPoint mount =
        table.holding(path).orElseThrow(() -> new IOException("no mount holds %s".formatted(path)));
    return Path.of(mount.root()).resolve(mount.path().relativize(path)).normalize().toString();
  }

  private static VolumeException left(SafePath part) {
    return new VolumeException(
        "subPath: found \"%s\", which leads out of the volume".formatted(part));
  }
}
