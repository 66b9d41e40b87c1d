package io.margay.driver.plc4x.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DriverException;
import io.margay.driver.plc4x.internal.library.Protocol.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * Connects to a device and hangs up at once, before PLC4X does: PLC4X cannot be interrupted while
 * it connects, prints a stack trace when it fails, and says less of why.
 */
final class Doorbell {
  private Doorbell() {}

  /**
   * Returns when somebody is there.
   *
   * @throws DriverException when nobody is, with the reason
   */
  static void ring(Endpoint endpoint, Deadline deadline) throws DriverException {
    if (endpoint.protocol().transport() != Transport.TCP) {
      return;
    }
    String place = endpoint.host() + ":" + endpoint.port();
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remainingMillis()));
    // A channel's socket, because an interrupt ends its calls.
    try (SocketChannel channel = SocketChannel.open()) {
      channel
          .socket()
          .connect(
              new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()),
              millis);
    } catch (IOException e) {
      throw new DriverException(reason(e, place, millis), e);
    }
  }

  private static String reason(IOException e, String place, int millis) {
    if (Thread.currentThread().isInterrupted()) {
      return "interrupted while connecting to " + place;
    }
    if (e instanceof UnknownHostException) {
      return "host of " + place + " is unknown";
    }
    if (e instanceof SocketTimeoutException) {
      return "no connection to %s within %d ms".formatted(place, millis);
    }
    if (e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")) {
      return "connection refused by " + place;
    }
    return "no connection to " + place + ": " + e.getMessage();
  }
}
