package io.margay.shell.internal;

import io.margay.shell.Terminal;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that is a program, {@code bin/margay shell} first of all. Both sides send frames of one
 * byte kind, four bytes length and the bytes.
 *
 * <p>From the server, kind {@code o} is output, {@code e} is error output, {@code d} ends a command
 * and carries one byte, its exit code; {@code i} asks for a piece of input, {@code t} for the
 * terminal until the command ends. From the client, {@code c} is a command in UTF-8, {@code x}
 * interrupts the one that runs, {@code i} is a piece of input, empty at its end, {@code w} is the
 * terminal's size as two numbers of four bytes, columns and rows.
 */
final class FramedConsole implements ClientConsole {
  static final int MAX_FRAME_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");
  private static final int HEADER_BYTES = 5;
  private static final int SIZE_BYTES = 8;
  private static final byte[] EMPTY = new byte[0];

  private final OutputQueue queue;
  private final PrintStream out;
  private final PrintStream err;
  private final Keyboard keyboard;
  private final RemoteTerminal terminal;

  FramedConsole(OutputQueue queue) {
    this.queue = queue;
    this.out = stream('o');
    this.err = stream('e');
    this.keyboard = new Keyboard(() -> queue.send(frame('i', EMPTY)));
    this.terminal = new RemoteTerminal(() -> queue.send(frame('t', EMPTY)));
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return err;
  }

  @Override
  public InputStream in() {
    return keyboard;
  }

  @Override
  public Optional<Terminal> terminal() {
    return Optional.of(terminal);
  }

  @Override
  public void done(int exitCode) {
    keyboard.forget();
    terminal.giveBack();
    try {
      queue.send(frame('d', new byte[] {(byte) exitCode}));
    } catch (IOException e) {
      LOG.debug("client left before its command ended: {}", e.getMessage());
    }
  }

  /** Serves what the client sends until that is a command; empty when it has gone. */
  Optional<String> nextCommand(DataInputStream in, Runnable onInterrupt) throws IOException {
    int kind = in.read();
    while (kind >= 0) {
      byte[] content = content(in);
      switch (kind) {
        case 'c' -> {
          return Optional.of(new String(content, StandardCharsets.UTF_8).strip());
        }
        case 'i' -> keyboard.typed(content);
        case 'w' -> resized(content);
        case 'x' -> onInterrupt.run();
        default -> throw new IOException("found a frame of kind " + kind + ", expected c, i, w, x");
      }
      kind = in.read();
    }
    return Optional.empty();
  }

  private static byte[] content(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_FRAME_BYTES) {
      throw new IOException(
          "found a frame of %d bytes, expected at most %d".formatted(length, MAX_FRAME_BYTES));
    }
    byte[] content = in.readNBytes(length);
    if (content.length < length) {
      throw new EOFException("the client left in the middle of a frame");
    }
    return content;
  }

  private void resized(byte[] size) throws IOException {
    if (size.length != SIZE_BYTES) {
      throw new IOException(
          "found a size of %d bytes, expected %d".formatted(size.length, SIZE_BYTES));
    }
    ByteBuffer numbers = ByteBuffer.wrap(size);
    terminal.resized(numbers.getInt(), numbers.getInt());
  }

  private PrintStream stream(char kind) {
    return new PrintStream(
        new ChunkStream(chunk -> queue.send(frame(kind, chunk))), true, StandardCharsets.UTF_8);
  }

  private static byte[] frame(char kind, byte[] content) {
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .put((byte) kind)
        .putInt(content.length)
        .put(content)
        .array();
  }
}
