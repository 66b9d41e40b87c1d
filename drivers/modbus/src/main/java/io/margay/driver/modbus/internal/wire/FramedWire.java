package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Any framing on any line. */
final class FramedWire implements Wire {
  private final Line line;
  private final Framing framing;
  private final FrameReader reader;

  FramedWire(Line line, Framing framing) {
    this.line = line;
    this.framing = framing;
    this.reader = new FrameReader(line);
  }

  @Override
  public byte[] exchange(Query query, Deadline answerBy)
      throws BrokenConnectionException, ExceptionReply {
    long millis = answerBy.remainingMillis();
    reader.begin();
    try {
      line.drain();
      line.write(framing.frame(query));
      return query.accept(framing.read(reader, query, answerBy));
    } catch (IOException e) {
      throw failure(e, query.unit(), millis);
    }
  }

  @Override
  public void send(Query query) throws BrokenConnectionException {
    try {
      line.write(framing.frame(query));
    } catch (IOException e) {
      throw failure(e, query.unit(), 0);
    }
  }

  @Override
  public boolean outlivesFailures() {
    return line.outlivesFailures();
  }

  @Override
  public void close() {
    line.close();
  }

  private BrokenConnectionException failure(IOException e, int unit, long millis) {
    if (Thread.currentThread().isInterrupted()) {
      return BrokenConnectionException.because("interrupted");
    }
    boolean silent = reader.length() == 0;
    if (e instanceof SocketTimeoutException) {
      return BrokenConnectionException.because(
          silent
              ? "no answer from unit %d within %d ms".formatted(unit, millis)
              : "answer broke off after %d bytes".formatted(reader.length()));
    }
    if (silent) {
      return BrokenConnectionException.closedByPeer(
          e instanceof EOFException || e.getMessage() == null
              ? "connection closed by the device"
              : "connection lost: " + e.getMessage());
    }
    return BrokenConnectionException.because(
        "answer broke off after %d bytes".formatted(reader.length()));
  }
}
