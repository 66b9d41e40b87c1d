package io.margay.runc.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CheckedBlobTest {

  @Test
  void aLayerPackedInSeveralPiecesIsReadToItsEndHoweverSlowlyItComes() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.write(gzip("one "));
    int first = packed.size();
    packed.write(gzip("two"));
    byte[] bytes = packed.toByteArray();

    try (CheckedBlob blob =
            new CheckedBlob(
                new SlowStream(bytes, first),
                new Descriptor("", Digest.of(bytes), bytes.length, "", ""));
        InputStream unpacked = new GZIPInputStream(blob)) {
      assertThat(unpacked.readAllBytes()).isEqualTo("one two".getBytes(UTF_8));
      blob.finish();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  /** Gives a first part, and then the rest; never says that there is more, as a slow network. */
  private static final class SlowStream extends FilterInputStream {
    private int left;

    SlowStream(byte[] bytes, int first) {
      super(new ByteArrayInputStream(bytes));
      left = first;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, left > 0 ? Math.min(length, left) : length);
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
