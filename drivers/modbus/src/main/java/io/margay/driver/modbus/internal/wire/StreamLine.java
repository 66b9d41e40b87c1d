package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A TCP connection, bare or under TLS. */
final class StreamLine implements Line {
  private final DeadlineSocket bare;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param bare what the bytes go over
   * @param dressed the same, or TLS on top of it
   */
  StreamLine(DeadlineSocket bare, Socket dressed) throws IOException {
    this.bare = bare;
    this.in = dressed.getInputStream();
    this.out = dressed.getOutputStream();
  }

  @Override
  public void write(byte[] frame) throws IOException {
    out.write(frame);
    out.flush();
  }

  @Override
  public int read(byte[] into, int offset, int length, Deadline deadline) throws IOException {
    bare.expectAnswerBy(deadline);
    return in.read(into, offset, length);
  }

  @Override
  public void drain() throws IOException {
    int waiting = in.available();
    while (waiting > 0) {
      in.skipNBytes(waiting);
      waiting = in.available();
    }
  }

  @Override
  public boolean outlivesFailures() {
    return false;
  }

  /** Closes the connection beneath TLS: saying goodbye could block. */
  @Override
  public void close() {
    bare.closeAtOnce();
  }
}
