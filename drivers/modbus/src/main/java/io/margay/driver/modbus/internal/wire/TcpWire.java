package io.margay.driver.modbus.internal.wire;

import com.ghgande.j2mod.modbus.ModbusIOException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransport;
import com.ghgande.j2mod.modbus.msg.ExceptionResponse;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import io.margay.dmi.driver.Deadline;

/**
 * One TCP connection to a Modbus slave: a request goes out, its answer comes in.
 *
 * <p>j2mod's codec and framing are used, but none of its transactions: those retry and sleep on
 * their own account, and do not compare what came back with what was asked. After a failure a
 * connection must be closed, lest a late answer is taken for the answer to the next question.
 */
final class TcpWire implements Wire {
  private static final int LAST_TRANSACTION = 0xffff;
  private static final int MODBUS_PROTOCOL = 0;
  private static final int EXCEPTION_FLAG = 0x80;

  private final DeadlineSocket socket;
  private final ModbusTCPTransport transport;
  private int transaction;

  TcpWire(DeadlineSocket socket) {
    this.socket = socket;
    this.transport = new ModbusTCPTransport(socket);
  }

  @Override
  public byte[] exchange(Query query, Deadline answerBy)
      throws BrokenConnectionException, ExceptionReply {
    long millis = answerBy.remainingMillis();
    socket.expectAnswerBy(answerBy);
    ModbusResponse response;
    try {
      write(query);
      response = transport.readResponse();
    } catch (ModbusIOException e) {
      throw failure(e, query.unit(), millis);
    }
    verify(query.request(), response);
    return query.accept(answer(response));
  }

  @Override
  public void send(Query query) throws BrokenConnectionException {
    try {
      write(query);
    } catch (ModbusIOException e) {
      throw failure(e, query.unit(), 0);
    }
  }

  @Override
  public boolean outlivesFailures() {
    return false;
  }

  @Override
  public void close() {
    socket.closeAtOnce();
  }

  private void write(Query query) throws ModbusIOException {
    transaction = transaction == LAST_TRANSACTION ? 1 : transaction + 1;
    query.request().setTransactionID(transaction);
    transport.writeRequest(query.request());
  }

  /** j2mod folds all failures into one type, so the socket is asked what happened. */
  private BrokenConnectionException failure(ModbusIOException e, int unit, long millis) {
    String message = String.valueOf(e.getMessage());
    if (Thread.currentThread().isInterrupted()) {
      return BrokenConnectionException.because("interrupted");
    }
    boolean silent = socket.bytesReceived() == 0;
    if (message.startsWith("Socket timeout")) {
      return BrokenConnectionException.because(
          silent
              ? "no answer from unit %d within %d ms".formatted(unit, millis)
              : "answer broke off after %d bytes".formatted(socket.bytesReceived()));
    }
    if (silent) {
      return BrokenConnectionException.closedByPeer("connection closed by the device");
    }
    return BrokenConnectionException.because(
        "answer is not Modbus, or broke off after %d bytes".formatted(socket.bytesReceived()));
  }

  private static void verify(ModbusRequest request, ModbusResponse response)
      throws BrokenConnectionException {
    Query.mustMatch("protocol identifier", MODBUS_PROTOCOL, response.getProtocolID());
    Query.mustMatch("transaction", request.getTransactionID(), response.getTransactionID());
    boolean refuses = (response.getFunctionCode() & EXCEPTION_FLAG) != 0;
    if (refuses != response instanceof ExceptionResponse) {
      throw BrokenConnectionException.because("answer is not Modbus: its function is not known");
    }
  }

  private static Answer answer(ModbusResponse response) {
    byte[] data =
        response instanceof ExceptionResponse refusal
            ? new byte[] {(byte) refusal.getExceptionCode()}
            : response.getMessage();
    return new Answer(response.getUnitID(), response.getFunctionCode(), data);
  }
}
