package io.margay.bus.internal.access;

import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Where a connection comes from.
 *
 * @param address whom its failures are put down to: an IPv4 address, or the first half of an IPv6
 *     address, since a household has the second half to itself
 * @param sameMachine whether it came through a listener that only this machine can reach
 */
public record Visitor(String address, boolean sameMachine) {
  private static final int NETWORK_BYTES = 8;

  public Visitor {
    requireNonNull(address, "address");
  }

  /** Looks at both ends of a connection. */
  public static Visitor of(InetAddress client, InetAddress listener) {
    return new Visitor(network(client), listener.isLoopbackAddress());
  }

  private static String network(InetAddress client) {
    return client instanceof Inet6Address && !client.isLoopbackAddress()
        ? HexFormat.of().formatHex(client.getAddress(), 0, NETWORK_BYTES) + "/64"
        : client.getHostAddress();
  }
}
