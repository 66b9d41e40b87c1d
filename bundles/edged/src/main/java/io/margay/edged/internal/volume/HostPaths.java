package io.margay.edged.internal.volume;

import io.margay.edged.internal.pod.VolumeSource.HostPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Checks or makes what a pod wants to see of the host (kubernetes.io, "hostPath volume types"). */
final class HostPaths {
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int CHAR_DEVICE = 0020000;

  private HostPaths() {}

  /** The path, once it is what it must be. */
  static Path ready(HostPath wanted) throws IOException, VolumeException {
    Path path = Path.of(wanted.path()).normalize();
    switch (wanted.type()) {
      case ANY -> {}
      case DIRECTORY_OR_CREATE -> {
        if (!Files.exists(path)) {
          Files.createDirectories(
              path,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        expect(Files.isDirectory(path), path, "a folder");
      }
      case DIRECTORY -> expect(Files.isDirectory(path), path, "a folder");
      case FILE_OR_CREATE -> {
        create(path);
        expect(Files.isRegularFile(path), path, "a file");
      }
      case FILE -> expect(Files.isRegularFile(path), path, "a file");
      case SOCKET -> expect(is(path, SOCKET), path, "a unix socket");
      case CHAR_DEVICE -> expect(is(path, CHAR_DEVICE), path, "a character device");
      case BLOCK_DEVICE -> expect(is(path, BLOCK_DEVICE), path, "a block device");
    }
    return path;
  }

  private static void create(Path path) throws IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    } catch (FileAlreadyExistsException there) {
      // What it is, is looked at next.
    }
  }

  private static boolean is(Path path, int type) throws IOException {
    return Files.exists(path)
        && ((Integer) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == type;
  }

  private static void expect(boolean fulfilled, Path path, String expected) throws VolumeException {
    if (!fulfilled) {
      throw new VolumeException(
          "hostPath.path: found %s %s, expected %s"
              .formatted(Files.exists(path) ? "something else at" : "nothing at", path, expected));
    }
  }
}
