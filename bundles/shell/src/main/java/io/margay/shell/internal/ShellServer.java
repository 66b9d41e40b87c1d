package io.margay.shell.internal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the shell socket and gives each client a connection, up to a limit. */
final class ShellServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");

  private final SocketFile socket;
  private final int maxConnections;
  private final CommandProcessor processor;
  private final CommandGuide guide;
  private final Set<ShellConnection> connections = ConcurrentHashMap.newKeySet();

  ShellServer(
      SocketFile socket, int maxConnections, CommandProcessor processor, CommandGuide guide) {
    this.socket = socket;
    this.maxConnections = maxConnections;
    this.processor = processor;
    this.guide = guide;
  }

  void start() {
    Thread acceptor = new Thread(this::acceptAll, "margay-shell-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Closes the socket and every connection; running commands are interrupted. */
  @Override
  public void close() throws IOException {
    socket.close();
    connections.forEach(ShellConnection::close);
  }

  private void acceptAll() {
    try {
      while (true) {
        accept(socket.accept());
      }
    } catch (ClosedChannelException e) {
      LOG.debug("{} is closed", socket);
    } catch (IOException e) {
      LOG.error("no more shells can be opened: {}: {}", socket, e.getMessage());
    }
  }

  private void accept(SocketChannel channel) throws IOException {
    if (connections.size() >= maxConnections) {
      LOG.warn(
          "a shell was refused: {} are open, the most that \"sessions\" allows", maxConnections);
      channel.close();
      return;
    }
    ShellConnection connection =
        new ShellConnection(channel, processor, guide, connections::remove);
    connections.add(connection);
    connection.start();
    if (!socket.isOpen()) {
      connection.close();
    }
  }
}
