package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A message behind a header of seven bytes, as TCP, TLS and UDP carry it (MODBUS Messaging on
 * TCP/IP V1.0b, section 3.1.3).
 */
final class MbapFraming implements Framing {
  private static final int HEADER = 7;
  private static final int BEFORE_LENGTH_COUNTS = 6;
  private static final int LONGEST = 254;
  private static final int LAST_TRANSACTION = 0xffff;
  private static final int LATEST = 100;

  private int transaction;

  @Override
  public byte[] frame(Query query) {
    transaction = transaction == LAST_TRANSACTION ? 1 : transaction + 1;
    byte[] data = query.data();
    return ByteBuffer.allocate(HEADER + 1 + data.length)
        .putShort((short) transaction)
        .putShort((short) 0)
        .putShort((short) (2 + data.length))
        .put((byte) query.unit())
        .put((byte) query.function())
        .put(data)
        .array();
  }

  @Override
  public Answer read(FrameReader in, Query query, Deadline deadline)
      throws IOException, BrokenConnectionException {
    Answer answer = next(in, query, deadline);
    while (isLate(in.wordAt(0))) {
      in.begin();
      answer = next(in, query, deadline);
    }
    Query.mustMatch("transaction", transaction, in.wordAt(0));
    return answer;
  }

  private static Answer next(FrameReader in, Query query, Deadline deadline)
      throws IOException, BrokenConnectionException {
    in.ensure(HEADER + 1, HEADER + 1 + Math.max(0, query.answerBytes()), deadline);
    Query.mustMatch("protocol identifier", 0, in.wordAt(2));
    int length = in.wordAt(4);
    if (length < 3 || length > LONGEST) {
      throw BrokenConnectionException.because("answer is not Modbus: its length is " + length);
    }
    in.ensure(BEFORE_LENGTH_COUNTS + length, deadline);
    return new Answer(in.at(6), in.at(HEADER), in.copy(HEADER + 1, BEFORE_LENGTH_COUNTS + length));
  }

  /**
   * UDP may bring the answer to an earlier question after this one was asked, or bring it twice.
   */
  private boolean isLate(int told) {
    int questionsAgo = transaction - told & LAST_TRANSACTION;
    return questionsAgo > 0 && questionsAgo <= LATEST;
  }
}
