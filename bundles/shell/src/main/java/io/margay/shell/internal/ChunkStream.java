package io.margay.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** An output stream that hands on what is written in pieces of bounded size. */
final class ChunkStream extends OutputStream {
  private static final int MAX_CHUNK = 8192;

  private final Target target;

  ChunkStream(Target target) {
    this.target = target;
  }

  @Override
  public void write(int octet) throws IOException {
    target.accept(new byte[] {(byte) octet});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int start = offset; start < end; start += MAX_CHUNK) {
      target.accept(Arrays.copyOfRange(bytes, start, Math.min(end, start + MAX_CHUNK)));
    }
  }

  /** Receives each piece; it may keep the array. */
  interface Target {
    void accept(byte[] chunk) throws IOException;
  }
}
