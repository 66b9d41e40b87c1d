package io.margay.driver.modbus.internal.wire;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;

/**
 * A request, and how its right answer can be told from a wrong one.
 *
 * @param answerBytes the length of the answer's data, behind its function code; {@link #ANY} where
 *     the device decides on it
 */
public record Query(ModbusRequest request, int answerBytes) {
  static final int ANY = -1;

  private static final int EXCEPTION_FLAG = 0x80;

  int unit() {
    return request.getUnitID();
  }

  int function() {
    return request.getFunctionCode();
  }

  /** The request's data, behind its function code. */
  byte[] data() {
    return request.getMessage();
  }

  /**
   * The data of an answer, once it is sure that it is the answer to this very request.
   *
   * @throws ExceptionReply when the device answered that it will not do it
   */
  byte[] accept(Answer answer) throws BrokenConnectionException, ExceptionReply {
    mustMatch("unit", unit(), answer.unit());
    mustMatch("function", function(), answer.function() & ~EXCEPTION_FLAG);
    if ((answer.function() & EXCEPTION_FLAG) != 0) {
      mustMatch("length", 1, answer.data().length);
      throw new ExceptionReply(answer.data()[0] & 0xff);
    }
    if (answerBytes != ANY) {
      mustMatch("length", answerBytes, answer.data().length);
    }
    return answer.data();
  }

  /** Whether this could be the function code of the answer. */
  boolean expects(int function) {
    return (function & ~EXCEPTION_FLAG) == function();
  }

  static void mustMatch(String what, int asked, int answered) throws BrokenConnectionException {
    if (asked != answered) {
      throw BrokenConnectionException.because(
          "answer is not Modbus, or to another question: %s %d instead of %d"
              .formatted(what, answered, asked));
    }
  }
}
