package io.margay.itest.push;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that remembers what is posted to it, with the JDK's own. */
public final class WebTarget implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final CountDownLatch answering;

  private WebTarget(int port, int answersAfter) {
    answering = new CountDownLatch(answersAfter);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          paths.add(exchange.getRequestURI().getPath());
          try {
            answering.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /** One at a port; at any with 0. */
  public static WebTarget on(int port) {
    return new WebTarget(port, 0);
  }

  /** One that never answers. */
  public static WebTarget thatHangs() {
    return new WebTarget(0, 1);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public List<String> bodies() {
    return bodies;
  }

  public List<String> paths() {
    return paths;
  }

  @Override
  public void close() {
    answering.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
