package io.margay.cri.internal.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** What is sent on one channel, in frames of at most {@value #MAX_FRAME_BYTES} bytes. */
final class ChannelOutput extends OutputStream {
  private static final int MAX_FRAME_BYTES = 32 << 10;

  private final ChannelSocket socket;
  private final int channel;
  private boolean closed;

  ChannelOutput(ChannelSocket socket, int channel) {
    this.socket = socket;
    this.channel = channel;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /** Returns when the bytes are with the kernel: whoever writes too fast waits. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw new IOException("closed");
    }
    for (int sent = 0; sent < length; sent += MAX_FRAME_BYTES) {
      socket.send(channel, bytes, offset + sent, Math.min(MAX_FRAME_BYTES, length - sent));
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      socket.endOfChannel(channel);
    }
  }
}
