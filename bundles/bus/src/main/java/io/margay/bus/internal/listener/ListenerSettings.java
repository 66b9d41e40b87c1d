package io.margay.bus.internal.listener;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * One place where clients can connect.
 *
 * @param kind for people: {@code MQTT}, {@code MQTT over TLS} and so on
 * @param address where to listen; port 0 takes any free one
 * @param connectionsPerAddress connections from one other machine at the same time; 0 stands for
 *     any number
 */
public record ListenerSettings(
    String kind,
    InetSocketAddress address,
    Entrance entrance,
    int connectionsPerAddress,
    InboundRate rate) {

  public ListenerSettings {
    requireNonNull(kind, "kind");
    requireNonNull(address, "address");
    requireNonNull(entrance, "entrance");
    requireNonNull(rate, "rate");
  }

  /** MQTT as it is, without bounds. */
  public static ListenerSettings plain(InetSocketAddress address) {
    return new ListenerSettings("MQTT", address, Entrance.PLAIN, 0, InboundRate.UNLIMITED);
  }
}
