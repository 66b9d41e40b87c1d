package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;

/** Carries bytes to and from a device, with reads that are over at a deadline. */
interface Line {

  /** Sends a whole frame. */
  void write(byte[] frame) throws IOException;

  /**
   * Waits for at least one byte.
   *
   * @return how many were read, at least 1; less when the peer has closed the line
   * @throws java.net.SocketTimeoutException when the deadline has passed
   */
  int read(byte[] into, int offset, int length, Deadline deadline) throws IOException;

  /** Throws away what has come in unasked: late answers, noise. */
  void drain() throws IOException;

  /** Whether the line itself is sound after a question was not answered as it should be. */
  boolean outlivesFailures();

  void close();
}
