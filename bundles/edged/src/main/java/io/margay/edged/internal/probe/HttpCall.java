package io.margay.edged.internal.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.margay.edged.internal.pod.Handler.HttpGet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program by one GET of HTTP/1.1 whether it is well (RFC 9112): every status from 200 to 399
 * says yes. Of the answer no more is read than its head.
 */
final class HttpCall {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int MOST_REDIRECTS = 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");
  private static final Pattern BREAK = Pattern.compile("[\\r\\n\\u0000]");

  private final TrustAnybody tls = new TrustAnybody();

  /**
   * Asks.
   *
   * @param address of the pod, where the request names no host
   */
  Outcome ask(HttpGet request, String address, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    String host = request.host().isEmpty() ? address : request.host();
    Target target = new Target(request.https(), host, request.port(), path(request.path()));
    try {
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        Head head = get(target, request, deadline);
        Target next = head.location() == null ? null : target.next(head.location());
        if (head.status() >= 400) {
          return Outcome.failure("HTTP status " + head.status());
        }
        if (head.status() < 300 || next == null || !next.host().equals(target.host())) {
          return Outcome.SUCCESS;
        }
        target = next;
      }
      return Outcome.failure("more than %d redirects".formatted(MOST_REDIRECTS));
    } catch (IOException | IllegalArgumentException e) {
      return Outcome.failure("GET %s: %s".formatted(target, e.getMessage()));
    }
  }

  private static String path(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private Head get(Target target, HttpGet request, Deadline deadline) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(target.host(), target.port()), deadline.leftMillis());
      socket.setSoTimeout(deadline.leftMillis());
      try (Socket connection = target.https() ? tls.over(socket, target.host()) : socket) {
        connection.getOutputStream().write(text(target, request).getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
        return head(connection, deadline);
      }
    }
  }

  private static String text(Target target, HttpGet request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Host", target.authority());
    headers.put("User-Agent", "margay-probe");
    headers.put("Accept", "*/*");
    request.headers().forEach(header -> headers.put(header.name(), header.value()));
    headers.put("Connection", "close");
    StringBuilder text = new StringBuilder("GET " + line(target.path()) + " HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> text.append(line(name)).append(": ").append(line(value)).append("\r\n"));
    return text.append("\r\n").toString();
  }

  /** A line break would be another header, or another request. */
  private static String line(String text) {
    if (BREAK.matcher(text).find()) {
      throw new IllegalArgumentException("a line break in the request");
    }
    return text;
  }

  private static Head head(Socket connection, Deadline deadline) throws IOException {
    InputStream input = new TimedInput(connection, deadline);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineLength = 0;
    while (true) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("the connection ended before the answer");
      }
      if (next == '\n') {
        if (lineLength == 0) {
          return Head.of(head.toString(ISO_8859_1));
        }
        lineLength = 0;
      } else if (next != '\r') {
        lineLength++;
      }
      head.write(next);
      if (head.size() > LONGEST_HEAD) {
        throw new IOException("a head of more than %d bytes".formatted(LONGEST_HEAD));
      }
    }
  }

  private record Head(int status, @Nullable String location) {
    static Head of(String text) throws IOException {
      String[] lines = text.split("\r?\n", -1);
      Matcher status = STATUS.matcher(lines[0]);
      if (!status.matches()) {
        throw new IOException("the answer is not HTTP/1.1");
      }
      String location = null;
      for (String line : lines) {
        if (line.toLowerCase(Locale.ROOT).startsWith("location:")) {
          location = line.substring("location:".length()).strip();
        }
      }
      return new Head(Integer.parseInt(status.group(1)), location);
    }
  }

  private record Target(boolean https, String host, int port, String path) {
    String authority() {
      String shown = host.contains(":") ? "[" + host + "]" : host;
      return port == (https ? 443 : 80) ? shown : shown + ":" + port;
    }

    Target next(String location) {
      URI next = URI.create(this.toString()).resolve(location);
      boolean secure = "https".equals(next.getScheme());
      String host = next.getHost() == null ? "" : next.getHost().replaceAll("[\\[\\]]", "");
      int port = next.getPort() > 0 ? next.getPort() : secure ? 443 : 80;
      String path =
          next.getRawPath() == null || next.getRawPath().isEmpty() ? "/" : next.getRawPath();
      return new Target(
          secure, host, port, next.getRawQuery() == null ? path : path + "?" + next.getRawQuery());
    }

    @Override
    public String toString() {
      return (https ? "https://" : "http://") + authority() + path;
    }
  }
}
