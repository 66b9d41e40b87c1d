package io.margay.deviceapi.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The API on a free port with devices in memory, and a real client of it. */
final class Api implements AutoCloseable {
  final InMemoryDevices devices = new InMemoryDevices();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ApiServer server;

  private Api(@Nullable AccessToken token, boolean legacyWrites, Duration patience)
      throws IOException {
    server =
        ApiServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Gate(token),
            devices,
            legacyWrites,
            patience,
            Clock.fixed(InMemoryDevices.TIME, ZoneOffset.UTC));
  }

  static Api open() throws IOException {
    return new Api(null, false, Duration.ofSeconds(30));
  }

  static Api withToken(AccessToken token) throws IOException {
    return new Api(token, false, Duration.ofSeconds(30));
  }

  static Api withLegacyWrites() throws IOException {
    return new Api(null, true, Duration.ofSeconds(30));
  }

  static Api withPatience(Duration patience) throws IOException {
    return new Api(null, false, patience);
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends bytes as they are and returns what comes until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
