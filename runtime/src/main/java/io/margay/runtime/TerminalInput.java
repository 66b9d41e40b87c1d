package io.margay.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads the terminal on a thread of its own, so that Ctrl-C is heard while a command runs. {@code
 * bin/margay} sets the terminal up to deliver Ctrl-C as a byte that ends a line.
 */
final class TerminalInput {
  private static final int CTRL_C = 3;
  private static final int MAX_WAITING_LINES = 64;

  private final InputStream in;
  private final Runnable onCtrlC;
  private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);

  TerminalInput(InputStream in, Runnable onCtrlC) {
    this.in = in;
    this.onCtrlC = onCtrlC;
  }

  void start() {
    Thread reader = new Thread(this::read, "margay-terminal");
    reader.setDaemon(true);
    reader.start();
  }

  /** Waits for the next line; empty when the input has ended. */
  Optional<String> nextLine() throws InterruptedException {
    return lines.take();
  }

  private void read() {
    try {
      readLines();
      lines.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readLines() throws InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = nextByte();
    while (octet >= 0) {
      if (octet == CTRL_C) {
        line.reset();
        onCtrlC.run();
      } else if (octet == '\n') {
        lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      } else {
        line.write(octet);
      }
      octet = nextByte();
    }
    if (line.size() > 0) {
      lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
    }
  }

  private int nextByte() {
    try {
      return in.read();
    } catch (IOException e) {
      return -1;
    }
  }
}
