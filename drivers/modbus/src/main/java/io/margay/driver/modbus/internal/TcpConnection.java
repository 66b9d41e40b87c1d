package io.margay.driver.modbus.internal;

import com.ghgande.j2mod.modbus.ModbusIOException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransport;
import com.ghgande.j2mod.modbus.msg.ExceptionResponse;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * One TCP connection to a Modbus slave: a request goes out, its answer comes in.
 *
 * <p>j2mod's codec and framing are used, but none of its transactions: those retry and sleep on
 * their own account, and do not compare what came back with what was asked. After a failure a
 * connection must be closed, lest a late answer is taken for the answer to the next question.
 */
final class TcpConnection {
  private static final int LAST_TRANSACTION = 0xffff;
  private static final int MODBUS_PROTOCOL = 0;
  private static final int EXCEPTION_FLAG = 0x80;

  private final DeadlineSocket socket;
  private final ModbusTCPTransport transport;
  private int transaction;

  private TcpConnection(DeadlineSocket socket) {
    this.socket = socket;
    this.transport = new ModbusTCPTransport(socket);
  }

  static TcpConnection open(Transport.Tcp address, int timeoutMillis, Deadline deadline)
      throws BrokenConnectionException {
    int millis = (int) Math.min(timeoutMillis, deadline.remainingMillis());
    if (millis == 0) {
      throw BrokenConnectionException.because("no time left to connect to " + address);
    }
    try {
      InetAddress host = InetAddress.getByName(address.host());
      return new TcpConnection(
          DeadlineSocket.connect(new InetSocketAddress(host, address.port()), millis));
    } catch (UnknownHostException e) {
      throw BrokenConnectionException.because("host " + address.host() + " is unknown");
    } catch (SocketTimeoutException e) {
      throw BrokenConnectionException.because(
          "no connection to %s within %d ms".formatted(address, millis));
    } catch (NoRouteToHostException e) {
      throw BrokenConnectionException.because("no route to " + address);
    } catch (ConnectException e) {
      throw BrokenConnectionException.because(
          String.valueOf(e.getMessage()).contains("refused")
              ? "connection refused by " + address
              : "no connection to " + address + ": " + e.getMessage());
    } catch (IOException e) {
      throw BrokenConnectionException.because(
          Thread.currentThread().isInterrupted()
              ? "interrupted while connecting to " + address
              : "no connection to " + address + ": " + e.getMessage());
    }
  }

  /** The data of the answer, once it is sure that it is the answer to this very request. */
  byte[] exchange(Query query, int timeoutMillis, Deadline deadline)
      throws BrokenConnectionException, ExceptionReply {
    long millis = Math.min(timeoutMillis, deadline.remainingMillis());
    transaction = transaction == LAST_TRANSACTION ? 1 : transaction + 1;
    query.request().setTransactionID(transaction);
    socket.expectAnswerBy(Deadline.in(Duration.ofMillis(millis)));
    ModbusResponse response;
    try {
      transport.writeRequest(query.request());
      response = transport.readResponse();
    } catch (ModbusIOException e) {
      throw failure(e, query.request().getUnitID(), millis);
    }
    verify(query.request(), response);
    if (response instanceof ExceptionResponse refusal) {
      throw new ExceptionReply(refusal.getExceptionCode());
    }
    byte[] answer = response.getMessage();
    mustMatch("length", query.answerBytes(), answer.length);
    return answer;
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // the peer was faster
    }
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
    mustMatch("protocol identifier", MODBUS_PROTOCOL, response.getProtocolID());
    mustMatch("transaction", request.getTransactionID(), response.getTransactionID());
    mustMatch("unit", request.getUnitID(), response.getUnitID());
    mustMatch("function", request.getFunctionCode(), response.getFunctionCode() & ~EXCEPTION_FLAG);
    boolean refuses = (response.getFunctionCode() & EXCEPTION_FLAG) != 0;
    if (refuses != response instanceof ExceptionResponse) {
      throw BrokenConnectionException.because("answer is not Modbus: its function is not known");
    }
  }

  private static void mustMatch(String what, int asked, int answered)
      throws BrokenConnectionException {
    if (asked != answered) {
      throw BrokenConnectionException.because(
          "answer is not Modbus, or to another question: %s %d instead of %d"
              .formatted(what, answered, asked));
    }
  }
}
