package io.margay.edged.internal.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Listens on this machine alone, with few threads that are there only while there is work. When all
 * are busy, as with logs that are followed, the JDK's server closes the connection.
 */
public final class NodeServer implements AutoCloseable {
  private static final int WORKERS = 16;
  private static final int BACKLOG = 32;
  private static final int IDLE_SECONDS = 10;
  private static final int STOP_SECONDS = 2;

  private final HttpServer server;
  private final ThreadPoolExecutor workers;

  private NodeServer(HttpServer server, ThreadPoolExecutor workers) {
    this.server = server;
    this.workers = workers;
  }

  /**
   * Starts to listen.
   *
   * @param address of the loopback interface
   */
  public static NodeServer open(InetSocketAddress address, Routes routes) throws IOException {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "host: found %s, expected a loopback address such as 127.0.0.1"
              .formatted(address.getHostString()));
    }
    HttpServer server = HttpServer.create(address, BACKLOG);
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            0,
            WORKERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "margay-pods-api");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(workers);
    server.createContext("/", routes);
    server.start();
    return new NodeServer(server, workers);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Closes the socket and every connection. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    try {
      workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
