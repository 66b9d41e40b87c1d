package io.margay.dmi.driver.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Listens on a TCP port of the loopback, and never says a word. */
final class SilentPeer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 8;

  private final ServerSocket server;
  private final List<Socket> fillers = new ArrayList<>();

  private SilentPeer(int backlog) throws IOException {
    server = new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
  }

  /** The kernel takes connections for it, and nobody answers. */
  static SilentPeer takingConnections() throws IOException {
    return new SilentPeer(200);
  }

  /** Its queue of connections is full, so that a further one is never established. */
  static SilentPeer takingNone() throws IOException {
    SilentPeer peer = new SilentPeer(1);
    while (peer.fillers.size() < MOST_CONNECTIONS) {
      Socket filler = new Socket();
      peer.fillers.add(filler);
      try {
        filler.connect(new InetSocketAddress("127.0.0.1", peer.port()), 200);
      } catch (SocketTimeoutException e) {
        break;
      }
    }
    return peer;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Whether somebody has connected that was not accepted yet. */
  boolean wasCalled() throws IOException {
    server.setSoTimeout(1);
    try (Socket caller = server.accept()) {
      return caller.isConnected();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket filler : fillers) {
      filler.close();
    }
    server.close();
  }
}
