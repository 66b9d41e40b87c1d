package io.margay.push.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** One request in Redis' protocol: words of bytes, each with its length, so none needs escaping. */
final class Command {
  private static final byte[] LINE_END = {'\r', '\n'};

  private final List<byte[]> words = new ArrayList<>();

  private Command() {}

  static Command of(String... words) {
    Command command = new Command();
    for (String word : words) {
      command.add(word);
    }
    return command;
  }

  Command add(String word) {
    return add(word.getBytes(UTF_8));
  }

  Command add(byte[] word) {
    words.add(word);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    writeLine(out, "*" + words.size());
    for (byte[] word : words) {
      writeLine(out, "$" + word.length);
      out.write(word);
      out.write(LINE_END);
    }
  }

  private static void writeLine(OutputStream out, String line) throws IOException {
    out.write(line.getBytes(UTF_8));
    out.write(LINE_END);
  }
}
