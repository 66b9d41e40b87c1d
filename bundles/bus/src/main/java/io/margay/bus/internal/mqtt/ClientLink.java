package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.ReasonCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session's way to its client while it is connected; hides which version of MQTT the client
 * speaks. Only the broker's thread may use it, except for {@link #wake}.
 */
interface ClientLink {

  /** Who is connected, for people. */
  ClientDetails details();

  /** Whether the client takes more at the moment. */
  boolean writable();

  /**
   * Sends a message.
   *
   * @param packetId 0 with QoS 0
   * @param lifetime what is left of the message's lifetime; null for ever
   * @return false when the packet would be larger than the client takes (MQTT 5.0, section
   *     3.1.2.11.4): nothing is sent, and the message counts as dropped and done
   */
  boolean publish(int packetId, Delivery delivery, @Nullable Duration lifetime, boolean duplicate);

  /** Sends PUBREL. */
  void release(int packetId);

  /** Puts on the wire what was sent. */
  void flush();

  /**
   * Says, from any thread, that messages wait; {@link Session#pump} is called soon.
   *
   * @param waiting how many
   */
  void wake(Session session, int waiting);

  /**
   * Ends the connection and tells the client why, if its version of MQTT can. The session is left
   * before this returns.
   */
  void disconnect(ReasonCode reason);
}
