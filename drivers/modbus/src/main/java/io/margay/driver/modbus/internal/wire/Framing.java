package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;

/** How a message is wrapped on a line. */
interface Framing {

  /** The bytes that carry a request. */
  byte[] frame(Query query);

  /**
   * Takes the next frame from the line, and checks that it is whole.
   *
   * @param query what was asked; its answer's length may depend on it
   * @throws BrokenConnectionException when what comes is no frame, or a damaged one
   */
  Answer read(FrameReader in, Query query, Deadline deadline)
      throws IOException, BrokenConnectionException;
}
