package io.margay.bus.internal.listener;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;

/** What stands between a socket and MQTT: nothing, TLS, a WebSocket, or one in the other. */
public interface Entrance {

  /** What a client proved by TLS to be; set when the handshake is done. */
  AttributeKey<X509Certificate> PEER_CERTIFICATE =
      AttributeKey.valueOf(Entrance.class, "certificate");

  /** MQTT as it is. */
  Entrance PLAIN = (channel, complaints) -> {};

  /**
   * Adds its handlers to the end of a new connection's pipeline.
   *
   * @param complaints told why a connection was closed
   */
  void equip(Channel channel, Consumer<String> complaints);

  /** Whether clients can come in; it is asked again and again until they can. */
  default boolean ready() {
    return true;
  }

  /** This one outside, another inside. */
  default Entrance with(Entrance inner) {
    Entrance outer = this;
    return new Entrance() {
      @Override
      public void equip(Channel channel, Consumer<String> complaints) {
        outer.equip(channel, complaints);
        inner.equip(channel, complaints);
      }

      @Override
      public boolean ready() {
        return outer.ready() && inner.ready();
      }
    };
  }
}
