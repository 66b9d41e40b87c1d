package io.margay.edged.internal.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;

/** What comes from a socket, all of it before one deadline, in however many pieces it comes. */
final class TimedInput extends FilterInputStream {
  private final Socket socket;
  private final Deadline deadline;

  TimedInput(Socket socket, Deadline deadline) throws IOException {
    super(socket.getInputStream());
    this.socket = socket;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    socket.setSoTimeout(deadline.leftMillis());
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.leftMillis());
    return super.read(buffer, offset, length);
  }
}
