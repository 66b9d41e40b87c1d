package io.margay.driver.modbus.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A message in hexadecimal digits between a colon and the end of a line, with an LRC (MODBUS over
 * Serial Line V1.02, section 2.5.2).
 */
final class AsciiFraming implements Framing {
  private static final int SHORTEST = 4;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  @Override
  public byte[] frame(Query query) {
    byte[] data = query.data();
    byte[] message =
        ByteBuffer.allocate(3 + data.length)
            .put((byte) query.unit())
            .put((byte) query.function())
            .put(data)
            .array();
    message[message.length - 1] = (byte) Checksums.lrc(message, message.length - 1);
    return (":" + HEX.formatHex(message) + "\r\n").getBytes(ISO_8859_1);
  }

  @Override
  public Answer read(FrameReader in, Query query, Deadline deadline)
      throws IOException, BrokenConnectionException {
    int start = -1;
    while (in.hasRoom()) {
      in.ensure(in.length() + 1, deadline);
      int last = in.at(in.length() - 1);
      if (last == ':') {
        start = in.length();
      } else if (last == '\n' && start >= 0) {
        return message(new String(in.copy(start, in.length()), ISO_8859_1).strip());
      }
    }
    throw BrokenConnectionException.because(
        "answer is not Modbus ASCII: its line has no end within " + in.length() + " bytes");
  }

  private static Answer message(String digits) throws BrokenConnectionException {
    byte[] message;
    try {
      message = HEX.parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw BrokenConnectionException.because(
          "answer is damaged: it is not in pairs of hexadecimal digits");
    }
    if (message.length < SHORTEST) {
      throw BrokenConnectionException.because(
          "answer is damaged: it has %d bytes, the shortest has %d"
              .formatted(message.length, SHORTEST));
    }
    int end = message.length - 1;
    int found = message[end] & 0xff;
    int computed = Checksums.lrc(message, end);
    if (found != computed) {
      throw BrokenConnectionException.because(
          "answer is damaged: its LRC is %02X, its bytes make %02X".formatted(found, computed));
    }
    return new Answer(
        message[0] & 0xff, message[1] & 0xff, java.util.Arrays.copyOfRange(message, 2, end));
  }
}
