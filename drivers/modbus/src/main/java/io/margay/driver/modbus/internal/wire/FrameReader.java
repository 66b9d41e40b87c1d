package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Takes one frame off a line, piece by piece, and keeps it together. */
final class FrameReader {
  private static final int LONGEST_FRAME = 600;

  private final Line line;
  private final byte[] frame = new byte[LONGEST_FRAME];
  private int length;

  FrameReader(Line line) {
    this.line = line;
  }

  /** Forgets what was read. */
  void begin() {
    length = 0;
  }

  /** How much of the frame has come. */
  int length() {
    return length;
  }

  /** Waits until the frame has that many bytes. */
  void ensure(int wanted, Deadline deadline) throws IOException, BrokenConnectionException {
    ensure(wanted, wanted, deadline);
  }

  /**
   * Waits until the frame has that many bytes, and takes up to so many if they are there.
   *
   * @throws BrokenConnectionException when no frame has that many
   */
  void ensure(int wanted, int expected, Deadline deadline)
      throws IOException, BrokenConnectionException {
    if (Math.max(wanted, expected) > frame.length) {
      throw BrokenConnectionException.because("answer is not Modbus: it is longer than any frame");
    }
    while (length < wanted) {
      int count = line.read(frame, length, expected - length, deadline);
      if (count <= 0) {
        throw new EOFException();
      }
      length += count;
    }
  }

  /** The byte at a place of the frame, unsigned. */
  int at(int index) {
    return frame[index] & 0xff;
  }

  /** The 16 bits at a place of the frame, the high byte first. */
  int wordAt(int index) {
    return at(index) << 8 | at(index + 1);
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(frame, from, to);
  }

  /** Whether the frame can take another byte. */
  boolean hasRoom() {
    return length < frame.length;
  }
}
