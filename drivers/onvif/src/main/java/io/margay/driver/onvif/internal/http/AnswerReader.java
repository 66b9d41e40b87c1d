package io.margay.driver.onvif.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads an HTTP/1.1 answer (RFC 9112) no longer than it may be. */
final class AnswerReader {
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_CHUNK_DIGITS = 7;
  private static final int BUFFER = 8192;
  private static final int NO_CONTENT = 204;

  private final InputStream in;
  private final int mostBytes;

  /**
   * @param mostBytes what the body may have
   */
  AnswerReader(InputStream in, int mostBytes) {
    this.in = in;
    this.mostBytes = mostBytes;
  }

  Answer read() throws IOException {
    int status = status(line());
    while (status / 100 == 1) { // 100 Continue and its like
      headers();
      status = status(line());
    }
    Map<String, List<String>> headers = headers();
    return new Answer(status, headers, status == NO_CONTENT ? new byte[0] : body(headers));
  }

  private static int status(String line) throws IOException {
    if (line.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
      return Integer.parseInt(line.substring(9, 12));
    }
    throw new IOException("the answer is not HTTP: it begins with \"%.40s\"".formatted(line));
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    for (int count = 0; count <= MOST_HEADERS; count++) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT), k -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    throw new IOException("the answer has more than " + MOST_HEADERS + " headers");
  }

  private byte[] body(Map<String, List<String>> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (first(headers, "transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked")) {
      chunks(body);
    } else if (headers.containsKey("content-length")) {
      copy(length(first(headers, "content-length"), 10), body);
    } else {
      toTheEnd(body);
    }
    return body.toByteArray();
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    while (true) {
      String size = line();
      int extension = size.indexOf(';');
      String digits = (extension < 0 ? size : size.substring(0, extension)).strip();
      if (digits.length() > LONGEST_CHUNK_DIGITS) {
        throw tooLong();
      }
      long length = length(digits, 16);
      if (length == 0) {
        headers(); // trailers
        return;
      }
      copy(length, body);
      line();
    }
  }

  private static long length(String text, int radix) throws IOException {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("the answer has the length \"%.20s\"".formatted(text), e);
    }
  }

  private void copy(long length, ByteArrayOutputStream to) throws IOException {
    if (length < 0 || length > mostBytes - to.size()) {
      throw tooLong();
    }
    byte[] part = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int count = in.read(part, 0, (int) Math.min(part.length, left));
      if (count < 0) {
        throw new EOFException("the answer broke off, " + left + " bytes before its end");
      }
      to.write(part, 0, count);
      left -= count;
    }
  }

  private void toTheEnd(ByteArrayOutputStream to) throws IOException {
    byte[] part = new byte[BUFFER];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      if (count > mostBytes - to.size()) {
        throw tooLong();
      }
      to.write(part, 0, count);
    }
  }

  private IOException tooLong() {
    return new IOException("the answer is longer than " + mostBytes + " bytes");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer broke off");
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("the answer has a line of more than " + LONGEST_LINE + " bytes");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }
}
