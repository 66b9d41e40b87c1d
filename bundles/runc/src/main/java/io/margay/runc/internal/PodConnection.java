package io.margay.runc.internal;

import io.margay.edged.engine.ByteStream;
import io.margay.edged.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP connection to a pod's address. */
record PodConnection(Socket socket, InputStream input, OutputStream output) implements ByteStream {
  private static final int CONNECT_MILLIS = 5_000;

  static PodConnection open(String address, int port) {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return new PodConnection(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (IOException e) {
      PodConnection.close(socket);
      throw new EngineException.Failed(address + ":" + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
