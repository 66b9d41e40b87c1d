package io.margay.bus.internal.packet;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.packet.Packet.Answer;
import io.margay.bus.internal.packet.Packet.Connect;
import io.margay.bus.internal.packet.Packet.Disconnect;
import io.margay.bus.internal.packet.Packet.Ping;
import io.margay.bus.internal.packet.Packet.Publish;
import io.margay.bus.internal.packet.Packet.Subscribe;
import io.margay.bus.internal.packet.Packet.Unsubscribe;
import io.margay.bus.internal.packet.Packet.WillPart;
import io.margay.bus.internal.packet.Packet.Wish;
import io.margay.bus.internal.packet.Property.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one client sends, in the version of MQTT that its CONNECT names. Every rule about the
 * form of a packet is kept here, so that the rest of the broker meets well-formed packets only.
 */
final class PacketReader {
  private static final int DUPLICATE = 0x08;
  private static final int RETAIN = 0x01;
  private static final int HIGHEST_QOS = 2;

  private static final Set<ReasonCode> OF_DISCONNECT =
      EnumSet.of(
          ReasonCode.SUCCESS,
          ReasonCode.DISCONNECT_WITH_WILL,
          ReasonCode.UNSPECIFIED_ERROR,
          ReasonCode.MALFORMED_PACKET,
          ReasonCode.PROTOCOL_ERROR,
          ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
          ReasonCode.TOPIC_NAME_INVALID,
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          ReasonCode.TOPIC_ALIAS_INVALID,
          ReasonCode.PACKET_TOO_LARGE,
          ReasonCode.MESSAGE_RATE_TOO_HIGH,
          ReasonCode.QUOTA_EXCEEDED,
          ReasonCode.ADMINISTRATIVE_ACTION,
          ReasonCode.PAYLOAD_FORMAT_INVALID);
  private static final Set<ReasonCode> OF_RECEIPT =
      EnumSet.of(
          ReasonCode.SUCCESS,
          ReasonCode.NO_MATCHING_SUBSCRIBERS,
          ReasonCode.UNSPECIFIED_ERROR,
          ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
          ReasonCode.NOT_AUTHORIZED,
          ReasonCode.TOPIC_NAME_INVALID,
          ReasonCode.PACKET_IDENTIFIER_IN_USE,
          ReasonCode.QUOTA_EXCEEDED,
          ReasonCode.PAYLOAD_FORMAT_INVALID);
  private static final Set<ReasonCode> OF_RELEASE =
      EnumSet.of(ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);

  private @Nullable ProtocolVersion version;

  /** What the client's CONNECT named; null as long as none came that named one. */
  @Nullable ProtocolVersion version() {
    return version;
  }

  /**
   * Reads one packet.
   *
   * @param first its first byte
   * @param in what follows its length
   * @throws ProtocolViolation when it is none, or out of turn
   */
  Packet read(int first, FieldReader in) {
    PacketType type = PacketType.of(first);
    if (type == PacketType.CONNECT) {
      return end(connect(in), in);
    }
    ProtocolVersion spoken = version;
    if (spoken == null) {
      throw ProtocolViolation.protocolError(type + " before CONNECT");
    }
    boolean properties = spoken.hasProperties();
    Packet packet =
        switch (type) {
          case PUBLISH -> publish(first, in, properties);
          case PUBACK, PUBREC -> answer(type, in, properties, OF_RECEIPT);
          case PUBREL, PUBCOMP -> answer(type, in, properties, OF_RELEASE);
          case SUBSCRIBE -> subscribe(in, properties);
          case UNSUBSCRIBE -> unsubscribe(in, properties);
          case PINGREQ -> new Ping();
          case DISCONNECT -> disconnect(in, properties);
          default -> throw ProtocolViolation.protocolError(type + " from a client");
        };
    return end(packet, in);
  }

  private static Packet end(Packet packet, FieldReader in) {
    in.end();
    return packet;
  }

  private static Properties properties(FieldReader in, boolean present, Place place) {
    return present ? Properties.read(in, place) : Properties.NONE;
  }

  private Connect connect(FieldReader in) {
    if (version != null) {
      throw ProtocolViolation.protocolError("a second CONNECT");
    }
    ProtocolVersion named = ProtocolVersion.of(in.text(), in.oneByte());
    version = named;
    ConnectFlags flags = ConnectFlags.of(in.oneByte(), named);
    int keepAlive = in.twoBytes();
    Properties properties = properties(in, named.hasProperties(), Place.CONNECT);
    String clientId = in.text();
    WillPart will = flags.will() ? will(flags, in, named.hasProperties()) : null;
    return new Connect(
        named,
        flags.clean(),
        keepAlive,
        properties,
        clientId,
        will,
        flags.user() ? in.text() : null,
        flags.password() ? Payload.of(in.binary()) : null);
  }

  private static WillPart will(ConnectFlags flags, FieldReader in, boolean present) {
    return new WillPart(
        QoS.ofLevel(flags.willQos()),
        flags.willRetain(),
        properties(in, present, Place.WILL),
        in.text(),
        Payload.of(in.binary()));
  }

  private static Publish publish(int first, FieldReader in, boolean present) {
    QoS qos = qos(first >> 1 & 3);
    boolean duplicate = (first & DUPLICATE) != 0;
    if (duplicate && qos == QoS.AT_MOST_ONCE) {
      throw ProtocolViolation.malformed("PUBLISH of QoS 0 marked as a duplicate");
    }
    return new Publish(
        duplicate,
        qos,
        (first & RETAIN) != 0,
        in.text(),
        qos == QoS.AT_MOST_ONCE ? 0 : in.packetId(),
        properties(in, present, Place.PUBLISH),
        Payload.of(in.rest()));
  }

  private static QoS qos(int level) {
    if (level > HIGHEST_QOS) {
      throw ProtocolViolation.malformed("QoS " + level);
    }
    return QoS.ofLevel(level);
  }

  private static Answer answer(
      PacketType type, FieldReader in, boolean present, Set<ReasonCode> allowed) {
    int packetId = in.packetId();
    ReasonCode reason = reason(type, in, present, allowed);
    if (present && in.hasMore()) {
      Properties.read(in, Place.ANSWER);
    }
    return new Answer(type, packetId, reason);
  }

  private static ReasonCode reason(
      PacketType type, FieldReader in, boolean present, Set<ReasonCode> allowed) {
    if (!present || !in.hasMore()) {
      return ReasonCode.SUCCESS;
    }
    int code = in.oneByte();
    ReasonCode reason = ReasonCode.of(code);
    if (reason == null || !allowed.contains(reason)) {
      throw ProtocolViolation.malformed(type + " with reason code 0x%02x".formatted(code));
    }
    return reason;
  }

  private static Subscribe subscribe(FieldReader in, boolean present) {
    int packetId = in.packetId();
    Properties properties = properties(in, present, Place.SUBSCRIBE);
    List<Wish> wishes = new ArrayList<>(1);
    while (in.hasMore()) {
      wishes.add(wish(in.text(), in.oneByte(), present));
    }
    if (wishes.isEmpty()) {
      throw ProtocolViolation.protocolError("SUBSCRIBE without a topic filter");
    }
    long identifier = properties.number(Property.SUBSCRIPTION_IDENTIFIER, 0);
    return new Subscribe(packetId, (int) identifier, wishes);
  }

  /** Sections 3.8.3 of MQTT 3.1.1, where only the QoS has a meaning, and of MQTT 5.0. */
  private static Wish wish(String filter, int options, boolean modern) {
    if ((options & (modern ? 0xc0 : 0xfc)) != 0) {
      throw ProtocolViolation.malformed("SUBSCRIBE with reserved bits in its options");
    }
    int retainHandling = options >> 4;
    if (retainHandling > 2) {
      throw ProtocolViolation.protocolError("SUBSCRIBE with retain handling " + retainHandling);
    }
    return new Wish(
        filter, qos(options & 3), (options & 0x04) != 0, (options & 0x08) != 0, retainHandling);
  }

  private static Unsubscribe unsubscribe(FieldReader in, boolean present) {
    int packetId = in.packetId();
    Properties unused = properties(in, present, Place.UNSUBSCRIBE);
    List<String> filters = new ArrayList<>(1);
    while (in.hasMore()) {
      filters.add(in.text());
    }
    if (filters.isEmpty()) {
      throw ProtocolViolation.protocolError("UNSUBSCRIBE without a topic filter");
    }
    return new Unsubscribe(packetId, filters);
  }

  private static Disconnect disconnect(FieldReader in, boolean present) {
    ReasonCode reason = reason(PacketType.DISCONNECT, in, present, OF_DISCONNECT);
    Properties properties =
        present && in.hasMore() ? Properties.read(in, Place.DISCONNECT) : Properties.NONE;
    return new Disconnect(reason, properties);
  }
}
