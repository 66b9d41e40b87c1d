package io.margay.deviceapi.internal;

import com.sun.net.httpserver.HttpServer;
import io.margay.dmi.access.DeviceAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Listens, with few threads that are there only while there is work.
 *
 * <p>When too much waits for them the JDK's server closes the connection; it never waits itself.
 */
final class ApiServer implements AutoCloseable {
  private static final int WORKERS = 8;
  private static final int WAITING = 512;
  private static final int IN_FLIGHT = 128;
  private static final int BACKLOG = 128;
  private static final int IDLE_THREAD_SECONDS = 10;
  private static final int STOP_SECONDS = 2;

  private final HttpServer server;
  private final ThreadPoolExecutor workers;
  private final InFlight inFlight;

  private ApiServer(HttpServer server, ThreadPoolExecutor workers, InFlight inFlight) {
    this.server = server;
    this.workers = workers;
    this.inFlight = inFlight;
  }

  /** Starts to listen. */
  static ApiServer open(
      InetSocketAddress address,
      Gate gate,
      DeviceAccess access,
      boolean legacyWrites,
      Duration patience,
      Clock clock)
      throws IOException {
    ServerLimits.apply();
    HttpServer server = HttpServer.create(address, BACKLOG);
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new NamedThreads("margay-deviceapi-worker"));
    workers.allowCoreThreadTimeOut(true);
    InFlight inFlight = new InFlight(IN_FLIGHT, patience);
    Served served = new Served(access);
    Routes routes =
        new Routes(
            new Properties(served, clock), new Methods(served, legacyWrites), new Memory(served));
    server.createContext("/", new Exchanges(gate, routes, inFlight, workers, clock));
    server.setExecutor(workers);
    server.start();
    return new ApiServer(server, workers, inFlight);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Closes the socket and every connection; requests under way are not answered any more. */
  @Override
  public void close() {
    server.stop(0);
    inFlight.close();
    workers.shutdownNow();
    try {
      workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
