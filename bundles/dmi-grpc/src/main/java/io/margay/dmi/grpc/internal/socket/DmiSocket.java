package io.margay.dmi.grpc.internal.socket;

import java.io.IOException;
import java.net.ConnectException;
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
  /** Of a file's mode (Linux, inode(7)). */
  private static final int TYPE = 0xf000;

  private static final int SOCKET = 0xc000;

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
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != SOCKET) {
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
    } catch (ConnectException refused) {
      return false;
    } catch (IOException e) {
      return true; // it is not ours to ask, and so not ours to remove
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
