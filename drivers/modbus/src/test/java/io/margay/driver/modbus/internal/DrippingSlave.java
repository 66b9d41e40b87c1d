package io.margay.driver.modbus.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers one byte every 20 ms, and never comes to the end. */
final class DrippingSlave implements AutoCloseable {
  private final ServerSocket server;

  DrippingSlave(CountDownLatch over) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> drip(over), "dripping-slave");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void drip(CountDownLatch over) {
    byte[] start = {0, 1, 0, 0, 0, (byte) 205, 1, 3, (byte) 202};
    try (Socket connection = server.accept()) {
      connection.getInputStream().readNBytes(12);
      OutputStream out = connection.getOutputStream();
      for (int i = 0; !over.await(20, TimeUnit.MILLISECONDS); i++) {
        out.write(i < start.length ? start[i] : 0);
      }
    } catch (IOException e) {
      return; // the driver has hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
