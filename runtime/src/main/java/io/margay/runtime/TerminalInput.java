package io.margay.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the terminal on a thread of its own, so that Ctrl-C is heard while a command runs. {@code
 * bin/margay} sets the terminal up to deliver Ctrl-C as a byte that ends a line. What comes are
 * lines, unless the running command has asked for it.
 */
final class TerminalInput {
  static final byte CTRL_C = 3;
  private static final int MAX_WAITING_LINES = 64;
  private static final int PIECE_BYTES = 8192;
  private static final byte[] END = new byte[0];

  private final InputStream in;
  private final Runnable onCtrlC;
  private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Object lock = new Object();
  private @Nullable Consumer<byte[]> asking;
  private boolean started;
  private boolean over;

  TerminalInput(InputStream in, Runnable onCtrlC) {
    this.in = in;
    this.onCtrlC = onCtrlC;
  }

  void start() {
    synchronized (lock) {
      if (!started) {
        started = true;
        Thread reader = new Thread(this::read, "margay-terminal");
        reader.setDaemon(true);
        reader.start();
      }
    }
  }

  /** Waits for the next line; empty when the input has ended. */
  Optional<String> nextLine() throws InterruptedException {
    return lines.take();
  }

  /** Gives the next piece of what comes to a command, as it is; an empty one is the end. */
  void ask(Consumer<byte[]> command) {
    synchronized (lock) {
      if (!over) {
        asking = command; // before the first byte is read, or that would be a line's
        start();
        return;
      }
    }
    command.accept(END);
  }

  /** The command that asked has ended: what comes are lines again. */
  void askNoMore() {
    synchronized (lock) {
      asking = null;
    }
  }

  private void read() {
    try {
      byte[] piece = new byte[PIECE_BYTES];
      boolean more = true;
      while (more) {
        int count = Math.max(0, nextPiece(piece));
        Consumer<byte[]> command = whoAsks(count == 0);
        if (command != null) {
          // An end is for the command alone: a terminal goes on after Ctrl-D.
          command.accept(Arrays.copyOf(piece, count));
        } else if (count == 0) {
          more = false;
        } else {
          toLines(piece, count);
        }
      }
      endLine();
      lines.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Consumer<byte[]> whoAsks(boolean atEnd) {
    synchronized (lock) {
      Consumer<byte[]> command = asking;
      asking = null;
      over = atEnd && command == null;
      return command;
    }
  }

  private void toLines(byte[] piece, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      if (piece[i] == CTRL_C) {
        line.reset();
        onCtrlC.run();
      } else if (piece[i] == '\n') {
        lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      } else {
        line.write(piece[i]);
      }
    }
  }

  private void endLine() throws InterruptedException {
    if (line.size() > 0) {
      lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
    }
  }

  private int nextPiece(byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException e) {
      return -1;
    }
  }
}
