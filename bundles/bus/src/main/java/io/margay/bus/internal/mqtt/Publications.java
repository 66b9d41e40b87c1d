package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.MessageProperties;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.packet.Packet.Publish;
import io.margay.bus.internal.packet.PacketType;
import io.margay.bus.internal.packet.Property;
import io.margay.bus.internal.packet.ProtocolVersion;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Takes what one client publishes (MQTT 5.0, sections 3.3 and 4.3). A message that the client may
 * not publish is dropped and counted; a client of MQTT 5 is told so, the others have no way to
 * know.
 */
final class Publications {
  private final Permissions permissions;
  private final Session session;
  private final ChannelLink link;
  private final BrokerCore broker;
  private final IncomingAliases aliases = new IncomingAliases();
  private final int receiveMaximum;
  private int unreleased;

  Publications(
      ProtocolVersion version,
      Permissions permissions,
      Session session,
      ChannelLink link,
      BrokerCore broker) {
    this.permissions = permissions;
    this.session = session;
    this.link = link;
    this.broker = broker;
    this.receiveMaximum =
        version.hasProperties() ? broker.limits().maxInFlight() : Integer.MAX_VALUE;
  }

  void take(Publish packet) {
    String topic =
        aliases.topic(packet.topic(), (int) packet.properties().number(Property.TOPIC_ALIAS, -1));
    if (!TopicFilter.isTopicName(topic)) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_NAME_INVALID, "PUBLISH on \"" + topic + "\", not a topic name");
    }
    MessageProperties properties = packet.properties().ofMessage();
    Message message =
        new Message(topic, packet.payload(), packet.qos(), packet.retain(), properties);
    int id = packet.packetId();
    switch (packet.qos()) {
      case AT_MOST_ONCE -> publish(message, id);
      case AT_LEAST_ONCE -> answer(PacketType.PUBACK, message, id);
      case EXACTLY_ONCE -> answer(PacketType.PUBREC, message, id);
    }
  }

  private void answer(PacketType type, Message message, int packetId) {
    session.answer(() -> publish(message, packetId), result -> link.answer(type, packetId, result));
  }

  private ReasonCode publish(Message message, int packetId) {
    ReasonCode obstacle = obstacle(message);
    if (obstacle != ReasonCode.SUCCESS) {
      broker.traffic().countIn();
      broker.traffic().countDropped(1);
      return obstacle;
    }
    if (message.qos() == QoS.EXACTLY_ONCE && !begin(packetId)) {
      return ReasonCode.SUCCESS;
    }
    broker.traffic().countIn();
    boolean wanted = broker.space().publish(message, session);
    return wanted ? ReasonCode.SUCCESS : ReasonCode.NO_MATCHING_SUBSCRIBERS;
  }

  private ReasonCode obstacle(Message message) {
    if (!permissions.mayPublish(message.topic())) {
      return ReasonCode.NOT_AUTHORIZED;
    }
    if (message.properties().text() && !isText(message.payload())) {
      return ReasonCode.PAYLOAD_FORMAT_INVALID;
    }
    return ReasonCode.SUCCESS;
  }

  private static boolean isText(Payload payload) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(payload.asByteBuffer());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Whether the packet id is not that of a message which has been published already. */
  private boolean begin(int packetId) {
    if (!session.beginExactlyOnce(packetId)) {
      return false;
    }
    unreleased++;
    if (unreleased > receiveMaximum) {
      throw new ProtocolViolation(
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          "more than " + receiveMaximum + " messages of QoS 2 under way");
    }
    return true;
  }

  /** PUBREL: the packet id is free again. */
  void release(int packetId) {
    unreleased = Math.max(0, unreleased - 1);
    session.answer(
        () -> session.endExactlyOnce(packetId),
        known ->
            link.answer(
                PacketType.PUBCOMP,
                packetId,
                known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
  }
}
