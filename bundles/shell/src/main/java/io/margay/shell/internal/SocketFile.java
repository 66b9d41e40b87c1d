package io.margay.shell.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A listening unix socket that only its owner can reach. Its folder is closed to others before the
 * socket exists, so there is no moment in which a stranger could connect.
 */
final class SocketFile implements AutoCloseable {
  /** Linux, unix(7): sun_path holds 108 bytes with the closing zero. */
  private static final int MAX_PATH_BYTES = 107;

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final ServerSocketChannel channel;

  private SocketFile(Path path, ServerSocketChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the place of a socket that a killed node has left. */
  static SocketFile bind(Path path) throws IOException {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH_BYTES) {
      throw new IOException(
          "%s has %d bytes; the system allows %d for a socket. Set \"socket\" in conf/io.margay.shell.cfg, or move the node."
              .formatted(path, length, MAX_PATH_BYTES));
    }
    closeFolder(path);
    removeStale(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, OWNER_ONLY_FILE);
      return new SocketFile(path, channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException("%s cannot be opened: %s".formatted(path, e.getMessage()), e);
    }
  }

  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private static void closeFolder(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(path + " has no folder");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
    }
    Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
  }

  private static void removeStale(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isOther()) {
        throw new IOException(path + " exists and is not a socket; remove it");
      }
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
