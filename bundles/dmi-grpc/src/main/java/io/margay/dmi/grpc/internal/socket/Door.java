package io.margay.dmi.grpc.internal.socket;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for mappers to connect, on one thread that does nothing else: all that a node without such
 * mappers pays for.
 */
public final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final DmiSocket socket;
  private final Consumer<SocketChannel> guests;

  /**
   * @param guests takes each connection, and closes it in the end
   */
  public Door(DmiSocket socket, Consumer<SocketChannel> guests) {
    this.socket = socket;
    this.guests = guests;
  }

  /** Begins to wait. */
  public void open() {
    Thread thread = new Thread(this::acceptAll, "margay-dmi.grpc-accept");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (socket.isOpen()) {
      try {
        take(socket.accept());
      } catch (ClosedChannelException e) {
        LOG.debug("{} is closed", socket);
      } catch (IOException | RuntimeException e) {
        LOG.warn("a connection to {} came to nothing", socket, e);
        pause();
      }
    }
  }

  private void take(SocketChannel guest) throws IOException {
    try {
      guests.accept(guest);
    } catch (RuntimeException e) {
      guest.close();
      throw e;
    }
  }

  /** When no file descriptor is left, the next try would fail at once. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
