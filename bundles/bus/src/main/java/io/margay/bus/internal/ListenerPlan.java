package io.margay.bus.internal;

import io.margay.bus.internal.listener.Entrance;
import io.margay.bus.internal.listener.InboundRate;
import io.margay.bus.internal.listener.ListenerSettings;
import io.margay.bus.internal.listener.TlsEntrance;
import io.margay.bus.internal.listener.WebSocketEntrance;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which listeners a configuration asks for, and which of them it may have: an address that others
 * can reach needs a way to tell who somebody is, and rules of what he may do.
 *
 * @param refused why some of them are not opened
 */
record ListenerPlan(List<ListenerSettings> listeners, List<String> refused) {
  private static final int HIGHEST_PORT = 65_535;
  private static final int NO_PORT = -1;

  /** Room for the largest packet and for small ones in the same frame. */
  private static final int FRAME_MARGIN = 65_536;

  ListenerPlan {
    listeners = List.copyOf(listeners);
    refused = List.copyOf(refused);
  }

  /**
   * Reads the configuration.
   *
   * @param tls there if a certificate is configured
   * @throws IllegalArgumentException naming the key that is wrong
   */
  static ListenerPlan of(BusConfig config, Optional<TlsEntrance> tls) {
    return new Maker(config, tls).make();
  }

  private static final class Maker {
    private final BusConfig config;
    private final Optional<TlsEntrance> tls;
    private final InboundRate rate;
    private final List<ListenerSettings> listeners = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    Maker(BusConfig config, Optional<TlsEntrance> tls) {
      this.config = config;
      this.tls = tls;
      this.rate = new InboundRate(config.maxMessagesPerSecond(), config.maxBytesPerSecond());
    }

    ListenerPlan make() {
      add("MQTT", "", config.host(), config.port(), Entrance.PLAIN, false);
      tls.ifPresent(
          entrance ->
              add("MQTT over TLS", "tls.", config.tls_host(), config.tls_port(), entrance, true));
      if (config.ws_port() != NO_PORT) {
        add("WebSocket", "ws.", config.ws_host(), config.ws_port(), webSocket(), false);
      }
      if (config.wss_port() != NO_PORT) {
        Entrance outer =
            tls.orElseThrow(
                () -> new IllegalArgumentException("wss.port is set, but no tls.certificate"));
        add(
            "WebSocket over TLS",
            "wss.",
            config.wss_host(),
            config.wss_port(),
            outer.with(webSocket()),
            true);
      }
      return new ListenerPlan(listeners, refused);
    }

    private Entrance webSocket() {
      return new WebSocketEntrance(
          config.ws_path(), List.of(config.ws_origins()), config.maxPacketBytes() + FRAME_MARGIN);
    }

    private void add(
        String kind, String keys, String host, int port, Entrance entrance, boolean byTls) {
      if (port < NO_PORT || port > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "%sport: found %d, expected 0 to %d, or -1 for none"
                .formatted(keys, port, HIGHEST_PORT));
      }
      InetSocketAddress address = new InetSocketAddress(host, Math.max(port, 0));
      String missing = missing(address, byTls);
      if (port == NO_PORT) {
        return;
      }
      if (missing.isEmpty()) {
        listeners.add(
            new ListenerSettings(kind, address, entrance, config.maxConnectionsPerAddress(), rate));
      } else {
        refused.add(
            "%s:%d (%s) is not opened: other machines reach %shost = %s, which needs %s"
                .formatted(host, port, kind, keys, host, missing));
      }
    }

    /** What is not configured that an address needs; empty when nothing is. */
    private String missing(InetSocketAddress address, boolean byTls) {
      if (!address.isUnresolved() && address.getAddress().isLoopbackAddress()) {
        return "";
      }
      List<String> missing = new ArrayList<>();
      boolean certificates = byTls && !config.tls_clientCertificates().equals("none");
      if (config.users().isBlank() && !certificates) {
        missing.add(
            byTls ? "users = <file>, or tls.clientCertificates = required" : "users = <file>");
      }
      if (config.acl().isBlank()) {
        missing.add("acl = <file>");
      }
      return String.join(" and ", missing);
    }
  }
}
