package io.margay.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * What a client types for the command that reads it. A client is asked for each piece, so that what
 * no command wants stays with it, and a fast one is not stored here.
 */
final class Keyboard extends InputStream {
  private static final byte[] NOTHING = new byte[0];

  private final Asking client;
  private byte[] piece = NOTHING;
  private int position;
  private boolean asked;
  private boolean ended;

  Keyboard(Asking client) {
    this.client = client;
  }

  /** A piece came; an empty one is the end. What nobody has asked for is dropped. */
  synchronized void typed(byte[] content) {
    if (asked) {
      asked = false;
      piece = content;
      position = 0;
      ended = content.length == 0;
      notifyAll();
    }
  }

  /** The command has ended; what it has not read is not for the next one. */
  synchronized void forget() {
    piece = NOTHING;
    position = 0;
    asked = false;
    ended = false;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    try {
      while (position == piece.length && !ended) {
        if (!asked) {
          asked = true;
          client.ask();
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for input");
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return piece.length - position;
  }
}
