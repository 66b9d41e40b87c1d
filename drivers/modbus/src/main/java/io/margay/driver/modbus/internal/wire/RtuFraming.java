package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A message between the unit and a CRC (MODBUS over Serial Line V1.02, section 2.5.1).
 *
 * <p>A frame does not say how long it is, and the silence that ends it cannot be seen from here; so
 * its length is taken from its function code and counts.
 */
final class RtuFraming implements Framing {
  private static final int CRC = 2;
  private static final int DATA = 2;
  private static final int EXCEPTION_FLAG = 0x80;
  private static final int IDENTIFICATION_HEAD = 6;

  @Override
  public byte[] frame(Query query) {
    byte[] data = query.data();
    byte[] frame =
        ByteBuffer.allocate(DATA + data.length + CRC)
            .put((byte) query.unit())
            .put((byte) query.function())
            .put(data)
            .array();
    int crc = Checksums.crc(frame, DATA + data.length);
    frame[DATA + data.length] = (byte) crc;
    frame[DATA + data.length + 1] = (byte) (crc >> 8);
    return frame;
  }

  @Override
  public Answer read(FrameReader in, Query query, Deadline deadline)
      throws IOException, BrokenConnectionException {
    in.ensure(DATA + 1, deadline);
    int function = in.at(1);
    if (!query.expects(function)) {
      throw BrokenConnectionException.because(
          "answer is damaged, or to another question: function %d instead of %d"
              .formatted(function, query.function()));
    }
    int end = DATA + dataLength(in, function, deadline);
    in.ensure(end + CRC, deadline);
    int found = in.at(end) | in.at(end + 1) << 8;
    int computed = Checksums.crc(in.copy(0, end), end);
    if (found != computed) {
      throw BrokenConnectionException.because(
          "answer is damaged: its CRC is %04X, its bytes make %04X".formatted(found, computed));
    }
    return new Answer(in.at(0), function, in.copy(DATA, end));
  }

  private static int dataLength(FrameReader in, int function, Deadline deadline)
      throws IOException, BrokenConnectionException {
    if ((function & EXCEPTION_FLAG) != 0) {
      return 1;
    }
    return switch (function) {
      case 1, 2, 3, 4, 23 -> 1 + in.at(DATA);
      case 5, 6, 15, 16 -> 4;
      case 22 -> 6;
      case 24 -> {
        in.ensure(DATA + 2, deadline);
        yield 2 + in.wordAt(DATA);
      }
      case 43 -> identification(in, deadline);
      default ->
          throw BrokenConnectionException.because(
              "answer is not Modbus: its function is not known");
    };
  }

  /** Objects of an identifier, a length and a text each. */
  private static int identification(FrameReader in, Deadline deadline)
      throws IOException, BrokenConnectionException {
    in.ensure(DATA + IDENTIFICATION_HEAD, deadline);
    int length = IDENTIFICATION_HEAD;
    for (int left = in.at(DATA + IDENTIFICATION_HEAD - 1); left > 0; left--) {
      in.ensure(DATA + length + 2, deadline);
      length += 2 + in.at(DATA + length + 1);
    }
    return length;
  }
}
