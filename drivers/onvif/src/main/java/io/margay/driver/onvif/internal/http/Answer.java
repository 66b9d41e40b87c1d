package io.margay.driver.onvif.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a camera's web server said. */
public final class Answer {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param headers by name in lower case, in the order of the answer
   */
  Answer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  /** The bytes themselves, not a copy. */
  public byte[] body() {
    return body;
  }

  public boolean isOk() {
    return status == OK;
  }

  boolean isUnauthorized() {
    return status == UNAUTHORIZED;
  }

  /** All values of a header, in the order of the answer. */
  List<String> all(String header) {
    return headers.getOrDefault(header, List.of());
  }

  /** The first value of a header; empty text when there is none. */
  public String header(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.get(0);
  }

  /** Whether the body is of this kind: {@code image}, {@code application/soap+xml}. */
  public boolean isOfType(String beginning) {
    return header("content-type").toLowerCase(Locale.ROOT).startsWith(beginning);
  }

  /** Whether the server keeps the connection for a further request (RFC 9112, 9.3). */
  boolean keepsConnection() {
    return !header("connection").equalsIgnoreCase("close");
  }

  /** The beginning of the body, for a message to people. */
  public String excerpt() {
    String text = new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8);
    return text.replaceAll("\\s+", " ").strip();
  }
}
