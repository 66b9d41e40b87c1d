package io.margay.shell.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between commands and the socket. A thread that is interrupted while it writes to a channel
 * closes that channel, and commands are ended by interrupts; so only the connection's own writer
 * thread touches the socket. A command that prints faster than its client reads waits here, and can
 * still be interrupted.
 */
final class OutputQueue {
  private static final int MAX_CHUNKS = 64;
  private static final long LOOK_MILLIS = 100;
  private static final byte[] END = new byte[0];

  private final WritableByteChannel channel;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
  private volatile boolean closed;

  OutputQueue(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Queues one chunk; waits while the queue is full. */
  void send(byte[] chunk) throws IOException {
    try {
      while (!closed) {
        if (chunks.offer(chunk, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    throw new IOException("the client has gone");
  }

  /** Writes what was queued before this call, then ends {@link #drain}. */
  void end() throws IOException {
    send(END);
  }

  /** Ends at once; what is queued is lost. */
  void close() {
    closed = true;
    chunks.clear();
    chunks.offer(END);
  }

  /** The writer thread's work: returns when ended or closed, throws when the client has gone. */
  void drain() throws IOException, InterruptedException {
    try {
      byte[] chunk = chunks.take();
      while (chunk != END) {
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        chunk = chunks.take();
      }
    } finally {
      closed = true;
    }
  }
}
