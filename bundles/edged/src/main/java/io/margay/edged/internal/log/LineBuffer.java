package io.margay.edged.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Cuts bytes into lines; what is too long for a line is left out of it. */
final class LineBuffer {
  private static final int LONGEST_LINE = 256 << 10;

  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Takes bytes, and hands on the lines that they end. */
  void take(ByteBuffer bytes, Consumer<String> lines) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        lines.accept(begun.toString(UTF_8));
        begun.reset();
      } else if (begun.size() < LONGEST_LINE) {
        begun.write(next);
      }
    }
  }

  /** Forgets a line that was begun and never ended. */
  void clear() {
    begun.reset();
  }
}
