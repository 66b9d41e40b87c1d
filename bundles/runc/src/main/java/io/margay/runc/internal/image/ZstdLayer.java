package io.margay.runc.internal.image;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A layer packed with zstd (RFC 8878). The library tells damage by exceptions of its own; here it
 * is a layer that cannot be read, like any other.
 */
final class ZstdLayer extends FilterInputStream {
  ZstdLayer(InputStream packed) {
    super(new ZstdInputStream(packed));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (RuntimeException e) {
      throw new IOException("zstd: " + e.getMessage(), e);
    }
  }
}
