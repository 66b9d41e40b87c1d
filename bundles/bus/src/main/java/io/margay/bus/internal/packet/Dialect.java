package io.margay.bus.internal.packet;

import java.util.List;

/**
 * How the broker says things to one client, in the client's version of MQTT. What a version has no
 * words for is left unsaid.
 */
public interface Dialect {

  /** The words of a version, within what the client takes. */
  static Dialect of(ProtocolVersion version, ClientTerms client) {
    return version.hasProperties() ? new Mqtt5Dialect(client) : new Mqtt3Dialect(version);
  }

  /** CONNACK that lets the client in. */
  void accept(PacketSink out, boolean sessionPresent, Terms terms);

  /**
   * CONNACK that says why the client is not let in.
   *
   * @param text for people; empty for nothing
   */
  void refuse(PacketSink out, ReasonCode reason, String text);

  /**
   * PUBLISH.
   *
   * @return false when the packet would be larger than the client takes; nothing is written then
   */
  boolean publish(PacketSink out, Outgoing message);

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  void answer(PacketSink out, PacketType type, int packetId, ReasonCode reason);

  /** SUBACK with one reason per filter. */
  void subscribed(PacketSink out, int packetId, List<ReasonCode> reasons);

  /** UNSUBACK with one reason per filter. */
  void unsubscribed(PacketSink out, int packetId, List<ReasonCode> reasons);

  /**
   * DISCONNECT.
   *
   * @param text for people; empty for nothing
   */
  void disconnect(PacketSink out, ReasonCode reason, String text);

  /** PINGRESP. */
  default void pong(PacketSink out) {
    new FieldWriter(out.room(2)).oneByte(PacketType.PINGRESP.firstByte()).oneByte(0);
  }
}
