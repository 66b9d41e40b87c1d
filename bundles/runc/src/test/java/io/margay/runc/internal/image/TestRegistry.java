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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry that wants a token, as Docker's hub does, and gives it to {@code me}. */
final class TestRegistry implements AutoCloseable {
  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));

  private final HttpServer server;
  private final Map<String, TestImage> images = new ConcurrentHashMap<>();
  private final Map<String, byte[]> indexes = new ConcurrentHashMap<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final AtomicInteger uses = new AtomicInteger();

  /** How often a token can be used. */
  volatile int usesOfAToken = Integer.MAX_VALUE;

  /** Whoever asks for a blob waits for it. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  final CountDownLatch blobAsked = new CountDownLatch(1);

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

  /** Offers a list of manifests; gives its digest. */
  Digest offerIndex(String repository, String tag, TestImage image, byte[] index) {
    offer(repository, "of-this-machine", image);
    Digest digest = Digest.of(index);
    indexes.put(repository + "/manifests/" + tag, index);
    indexes.put(repository + "/manifests/" + digest, index);
    return digest;
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
    uses.set(0);
    String token = "{\"token\":\"let-in-%d\"}".formatted(tokens.incrementAndGet());
    send(exchange, known ? 200 : 401, token.getBytes(UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String token = "Bearer let-in-" + tokens.get();
    if (!token.equals(exchange.getRequestHeaders().getFirst("Authorization"))
        || uses.incrementAndGet() > usesOfAToken) {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"http://" + host() + "/token\",service=\"test\"");
      send(exchange, 401, new byte[0]);
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/v2/".length());
    byte[] index = indexes.get(path);
    if (index != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Type", "application/vnd.oci.image.index.v1+json; charset=utf-8");
      send(exchange, 200, index);
      return;
    }
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
    blobAsked.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    gate.countDown();
    server.stop(0);
  }
}
