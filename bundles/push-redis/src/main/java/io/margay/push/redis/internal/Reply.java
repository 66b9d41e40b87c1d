package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** What Redis says to a command: it is done, or why not. */
sealed interface Reply {

  /** Done; what it says beside is of no interest to a writer. */
  record Done() implements Reply {}

  /**
   * Not done.
   *
   * @param message begins with a word for the kind of the error, such as {@code WRONGTYPE}
   */
  record Refused(String message) implements Reply {
    String kind() {
      int end = message.indexOf(' ');
      return end < 0 ? message : message.substring(0, end);
    }
  }

  /** Longer lines and texts are not Redis'; the commands that are sent have short answers. */
  int LONGEST = 1 << 16;

  /**
   * Reads the next reply.
   *
   * @throws IOException when the connection ends, or does not speak Redis' protocol
   */
  static Reply read(InputStream in) throws IOException {
    String line = line(in);
    return switch (line.charAt(0)) {
      case '+', ':' -> new Done();
      case '-' -> new Refused(line.substring(1));
      case '$' -> text(in, line);
      default -> throw new IOException("no answer of Redis: \"" + shortened(line) + "\"");
    };
  }

  private static Reply text(InputStream in, String line) throws IOException {
    int length;
    try {
      length = Integer.parseInt(line.substring(1));
    } catch (NumberFormatException e) {
      throw new IOException("no length of Redis: \"" + shortened(line) + "\"", e);
    }
    if (length > LONGEST) {
      throw new IOException("an answer of " + length + " bytes");
    }
    if (length >= 0) {
      in.readNBytes(length + 2);
    }
    return new Done();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the server ended the connection");
      }
      if (next == '\n') {
        break;
      }
      if (line.size() > LONGEST) {
        throw new IOException("an answer without end");
      }
      line.write(next);
    }
    String text = line.toString(UTF_8).stripTrailing();
    if (text.isEmpty()) {
      throw new IOException("an empty answer");
    }
    return text;
  }

  private static String shortened(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
