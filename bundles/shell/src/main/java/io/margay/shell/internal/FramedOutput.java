package io.margay.shell.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Output for programs, {@code bin/margay shell} first of all: frames of one byte kind, four bytes
 * length and the bytes. Kind {@code o} is output, {@code e} is error output, {@code d} ends a
 * command and carries one byte, its exit code.
 */
final class FramedOutput implements ClientOutput {
  private static final Logger LOG = LoggerFactory.getLogger("margay.shell");
  private static final int HEADER_BYTES = 5;

  private final OutputQueue queue;
  private final PrintStream out;
  private final PrintStream err;

  FramedOutput(OutputQueue queue) {
    this.queue = queue;
    this.out = stream('o');
    this.err = stream('e');
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
  public void done(int exitCode) {
    try {
      queue.send(frame('d', new byte[] {(byte) exitCode}));
    } catch (IOException e) {
      LOG.debug("client left before its command ended: {}", e.getMessage());
    }
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
