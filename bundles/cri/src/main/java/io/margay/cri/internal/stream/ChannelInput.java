package io.margay.cri.internal.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What came on one channel and was not read yet. */
final class ChannelInput extends InputStream {
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private final IntConsumer taken;
  private int position;
  private boolean ended;
  private @Nullable String failure;

  /**
   * Makes an empty one.
   *
   * @param taken is told how many bytes were read, so that more may come
   */
  ChannelInput(IntConsumer taken) {
    this.taken = taken;
  }

  /**
   * Keeps what came until it is read.
   *
   * @return how many bytes were kept; none after the end
   */
  synchronized int add(byte[] chunk) {
    if (ended || chunk.length == 0) {
      return 0;
    }
    chunks.add(chunk);
    notifyAll();
    return chunk.length;
  }

  /** Nothing more comes; what came can be read. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more comes, and not because all was sent. */
  synchronized void fail(String reason) {
    if (!ended) {
      failure = reason;
      end();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = take(target, offset, length);
    if (count > 0) {
      taken.accept(count);
    }
    return count;
  }

  private synchronized int take(byte[] target, int offset, int length) throws IOException {
    while (chunks.isEmpty() && !ended) {
      await();
    }
    byte[] chunk = chunks.peek();
    if (chunk == null) {
      if (failure != null) {
        throw new IOException(failure);
      }
      return -1;
    }
    int count = Math.min(length, chunk.length - position);
    System.arraycopy(chunk, position, target, offset, count);
    position += count;
    if (position == chunk.length) {
      chunks.remove();
      position = 0;
    }
    return count;
  }

  private void await() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading from a container", e);
    }
  }

  @Override
  public synchronized int available() {
    byte[] chunk = chunks.peek();
    return chunk == null ? 0 : chunk.length - position;
  }
}
