package io.margay.runc.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that wants a token, as Docker's hub does, and gives it to {@code me}. */
final class TestRegistry implements AutoCloseable {
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));

  private final HttpServer server;
  private final Map<String, TestImage> images = new ConcurrentHashMap<>();

  private TestRegistry(HttpServer server) {
    this.server = server;
  }

  static TestRegistry start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TestRegistry registry = new TestRegistry(server);
      server.createContext("/v2/", registry::answer);
      server.createContext("/token", registry::token);
      server.start();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void offer(String repository, String tag, TestImage image) {
    images.put(repository + "/manifests/" + tag, image);
    images.put(repository + "/manifests/" + image.manifestDigest(), image);
    images.put(repository, image);
  }

  Digest digest(String repository) {
    TestImage image = images.get(repository);
    if (image == null) {
      throw new AssertionError("no " + repository);
    }
    return image.manifestDigest();
  }

  private void token(HttpExchange exchange) throws IOException {
    boolean known = LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    send(exchange, known ? 200 : 401, "{\"token\":\"let-in\"}".getBytes(UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!"Bearer let-in".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"http://" + host() + "/token\",service=\"test\"");
      send(exchange, 401, new byte[0]);
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/v2/".length());
    TestImage image = images.get(path);
    if (image != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/vnd.oci.image.manifest.v1+json");
      send(exchange, 200, image.blob(image.manifestDigest()));
      return;
    }
    int blobs = path.indexOf("/blobs/");
    TestImage owner = blobs < 0 ? null : images.get(path.substring(0, blobs));
    if (owner == null) {
      send(exchange, 404, new byte[0]);
    } else {
      send(exchange, 200, owner.blob(Digest.parse(path.substring(blobs + "/blobs/".length()))));
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
