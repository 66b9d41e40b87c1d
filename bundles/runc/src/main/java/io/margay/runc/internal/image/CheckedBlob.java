package io.margay.runc.internal.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Reads bytes and knows at their end whether they were those that were asked for. */
final class CheckedBlob extends FilterInputStream {
  private static final int SMALL_BLOB = 4 * 1024 * 1024;

  private final Descriptor wanted;
  private final MessageDigest sum = Digest.newSha256();
  private long count;
  private boolean ended;

  CheckedBlob(InputStream in, Descriptor wanted) {
    super(in);
    this.wanted = wanted;
  }

  /** The whole of a manifest or a configuration, which are small. */
  static byte[] read(BlobSource source, Descriptor wanted) throws IOException {
    if (wanted.size() > SMALL_BLOB) {
      throw new IOException(
          wanted.digest() + " has " + wanted.size() + " bytes; at most " + SMALL_BLOB);
    }
    try (CheckedBlob in = new CheckedBlob(source.open(wanted), wanted)) {
      byte[] bytes = in.readNBytes(SMALL_BLOB);
      in.finish();
      return bytes;
    }
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      sum.update((byte) value);
      counted(1);
    }
    ended |= value < 0;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      sum.update(buffer, offset, read);
      counted(read);
    }
    ended |= read < 0;
    return read;
  }

  /**
   * Never 0 before the end: where a network has nothing at the moment, {@link
   * java.util.zip.GZIPInputStream} would take the end of one packed piece for the end of all.
   */
  @Override
  public int available() throws IOException {
    return ended ? 0 : Math.max(1, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /**
   * Reads what is left and checks the sum.
   *
   * @throws IOException when these are not the bytes that were asked for
   */
  void finish() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    Digest found = Digest.of(sum);
    if (!found.equals(wanted.digest())) {
      throw new IOException("expected the bytes of " + wanted.digest() + ", found " + found);
    }
  }

  private void counted(int bytes) throws IOException {
    count += bytes;
    if (wanted.size() >= 0 && count > wanted.size()) {
      throw new IOException(wanted.digest() + " is longer than its " + wanted.size() + " bytes");
    }
  }
}
