package io.margay.dmi.grpc.internal.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The listening socket that mappers know. Only its owner may connect; its folder is let be, since
 * it is shared with others, and made when it is missing.
 */
public final class DmiSocket implements AutoCloseable {
  private final Path path;
  private final ServerSocketChannel channel;

  private DmiSocket(Path path, ServerSocketChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Listens. Takes the place of a socket that nobody listens to any more.
   *
   * @throws IOException when somebody does, or the file cannot be made, saying so
   */
  public static DmiSocket open(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().resolveSibling("."));
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      removeStale(path);
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return new DmiSocket(path, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void removeStale(Path path) throws IOException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(path)) {
      throw new FileAlreadyExistsException(path + " is there and is no socket; remove it");
    }
    if (isListenedTo(path)) {
      throw new FileAlreadyExistsException(path + " belongs to another process that runs");
    }
    Files.delete(path);
  }

  private static boolean isListenedTo(Path path) {
    try (SocketChannel knock = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return knock.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for a connection. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes the socket and removes its file. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  /** Its path. */
  public Path path() {
    return path;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
