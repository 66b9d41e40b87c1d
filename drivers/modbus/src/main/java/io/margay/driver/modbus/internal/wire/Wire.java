package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * An open way to one or more units, whatever the framing and the line: a request goes out, its
 * answer comes in.
 */
final class Wire {
  private final Line line;
  private final Framing framing;
  private final FrameReader reader;

  Wire(Line line, Framing framing) {
    this.line = line;
    this.framing = framing;
    this.reader = new FrameReader(line);
  }

  /** The data of the answer, once it is sure that it is the answer to this very request. */
  byte[] exchange(Query query, Deadline answerBy) throws BrokenConnectionException, ExceptionReply {
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

  /** Sends a request that nobody answers: a broadcast. */
  void send(Query query) throws BrokenConnectionException {
    try {
      line.write(framing.frame(query));
    } catch (IOException e) {
      throw failure(e, query.unit(), 0);
    }
  }

  /**
   * Whether the next request may go over it after one has failed. It may not where a late answer
   * could be taken for the answer to the next question.
   */
  boolean outlivesFailures() {
    return line.outlivesFailures();
  }

  /** Does not wait for the peer, and ends an exchange that another thread is in. */
  void close() {
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
