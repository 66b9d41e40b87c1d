package io.margay.driver.modbus.internal.wire;

import io.margay.dmi.driver.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** A host and a port, and what to say when they cannot be reached. */
public record Endpoint(String host, int port) {

  DeadlineSocket connect(Deadline open) throws BrokenConnectionException {
    int millis = (int) Math.min(Integer.MAX_VALUE, open.remainingMillis());
    if (millis == 0) {
      throw BrokenConnectionException.because("no time left to connect to " + this);
    }
    try {
      return DeadlineSocket.connect(address(), millis);
    } catch (IOException e) {
      throw failure(e, millis);
    }
  }

  StreamLine line(Deadline open) throws BrokenConnectionException {
    DeadlineSocket socket = connect(open);
    try {
      return new StreamLine(socket, socket);
    } catch (IOException e) {
      socket.closeAtOnce();
      throw failure(e, 0);
    }
  }

  DatagramLine datagrams() throws BrokenConnectionException {
    try {
      return DatagramLine.to(address());
    } catch (IOException e) {
      throw failure(e, 0);
    }
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private InetSocketAddress address() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private BrokenConnectionException failure(IOException e, int millis) {
    if (Thread.currentThread().isInterrupted()) {
      return BrokenConnectionException.because("interrupted while connecting to " + this);
    }
    if (e instanceof UnknownHostException) {
      return BrokenConnectionException.because("host " + host + " is unknown");
    }
    if (e instanceof SocketTimeoutException) {
      return BrokenConnectionException.because(
          "no connection to %s within %d ms".formatted(this, millis));
    }
    if (e instanceof NoRouteToHostException) {
      return BrokenConnectionException.because("no route to " + this);
    }
    boolean refused =
        e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused");
    return BrokenConnectionException.because(
        refused
            ? "connection refused by " + this
            : "no connection to " + this + ": " + e.getMessage());
  }
}
