package io.margay.bus.internal.packet;

import java.util.List;

/** MQTT 5.0, within what one client takes. */
final class Mqtt5Dialect implements Dialect {
  /** A topic alias, and one byte more that the lengths before it may take. */
  private static final int MOST_ALIAS_BYTES = 5;

  private static final int NO_PROPERTIES = 0;
  private static final int LONGEST_REASON = 200;

  private final ClientTerms client;
  private final OutgoingAliases aliases;

  Mqtt5Dialect(ClientTerms client) {
    this.client = client;
    this.aliases = new OutgoingAliases(client.topicAliasMaximum());
  }

  /** What is not named here is at its default: all QoS, retain, wildcards and so on are there. */
  @Override
  public void accept(PacketSink out, boolean sessionPresent, Terms terms) {
    PropertyWriter properties =
        new PropertyWriter()
            .number(Property.RECEIVE_MAXIMUM, terms.receiveMaximum())
            .number(Property.MAXIMUM_PACKET_SIZE, terms.maxPacketBytes())
            .number(Property.TOPIC_ALIAS_MAXIMUM, terms.topicAliasMaximum());
    terms
        .expirySeconds()
        .ifPresent(seconds -> properties.number(Property.SESSION_EXPIRY_INTERVAL, seconds));
    if (!terms.assignedClientId().isEmpty()) {
      properties.text(Property.ASSIGNED_CLIENT_IDENTIFIER, terms.assignedClientId());
    }
    connAck(out, sessionPresent, ReasonCode.SUCCESS, properties);
  }

  @Override
  public void refuse(PacketSink out, ReasonCode reason, String text) {
    connAck(out, false, sayable(reason), inWords(text, 2));
  }

  /** CONNACK knows fewer reasons than DISCONNECT (section 3.2.2.2). */
  private static ReasonCode sayable(ReasonCode reason) {
    return switch (reason) {
      case SERVER_SHUTTING_DOWN, KEEP_ALIVE_TIMEOUT, ADMINISTRATIVE_ACTION, SESSION_TAKEN_OVER ->
          ReasonCode.SERVER_UNAVAILABLE;
      default -> reason;
    };
  }

  private static void connAck(
      PacketSink out, boolean sessionPresent, ReasonCode reason, PropertyWriter properties) {
    int remaining = 2 + FieldWriter.variableSize(properties.size()) + properties.size();
    new FieldWriter(out.room((int) FieldWriter.packetSize(remaining)))
        .oneByte(PacketType.CONNACK.firstByte())
        .variable(remaining)
        .oneByte(sessionPresent ? 1 : 0)
        .oneByte(reason.code())
        .variable(properties.size())
        .bytes(properties.bytes());
  }

  /** The reason string, unless the client does not want it or the packet would grow too large. */
  private PropertyWriter inWords(String text, int restOfPacket) {
    PropertyWriter words = new PropertyWriter();
    if (client.wantsReasons() && !text.isEmpty() && text.length() <= LONGEST_REASON) {
      words.text(Property.REASON_STRING, text);
    }
    int remaining = restOfPacket + FieldWriter.variableSize(words.size()) + words.size();
    return FieldWriter.packetSize(remaining) > client.maxPacketBytes()
        ? new PropertyWriter()
        : words;
  }

  @Override
  public boolean publish(PacketSink out, Outgoing message) {
    PropertyWriter properties =
        new PropertyWriter().message(message.message().properties(), message.lifetime());
    for (int identifier : message.identifiers()) {
      properties.number(Property.SUBSCRIPTION_IDENTIFIER, identifier);
    }
    String topic = message.message().topic();
    PublishWriter whole = PublishWriter.of(message, topic, properties);
    long room = Math.min(client.maxPacketBytes(), FieldWriter.LARGEST_PACKET) - whole.packetSize();
    if (room < 0) {
      return false;
    }
    OutgoingAliases.Alias alias =
        room < MOST_ALIAS_BYTES ? OutgoingAliases.NONE : aliases.of(topic);
    if (alias.number() > 0) {
      properties.number(Property.TOPIC_ALIAS, alias.number());
    }
    PublishWriter writer = alias.known() ? PublishWriter.of(message, "", properties) : whole;
    writer.write(out);
    return true;
  }

  @Override
  public void answer(PacketSink out, PacketType type, int packetId, ReasonCode reason) {
    if (reason == ReasonCode.SUCCESS) {
      new FieldWriter(out.room(4)).oneByte(type.firstByte()).oneByte(2).twoBytes(packetId);
    } else {
      new FieldWriter(out.room(5))
          .oneByte(type.firstByte())
          .oneByte(3)
          .twoBytes(packetId)
          .oneByte(reason.code());
    }
  }

  @Override
  public void subscribed(PacketSink out, int packetId, List<ReasonCode> reasons) {
    reasons(out, PacketType.SUBACK, packetId, reasons);
  }

  @Override
  public void unsubscribed(PacketSink out, int packetId, List<ReasonCode> reasons) {
    reasons(out, PacketType.UNSUBACK, packetId, reasons);
  }

  private static void reasons(
      PacketSink out, PacketType type, int packetId, List<ReasonCode> reasons) {
    int remaining = 2 + 1 + reasons.size();
    FieldWriter packet =
        new FieldWriter(out.room((int) FieldWriter.packetSize(remaining)))
            .oneByte(type.firstByte())
            .variable(remaining)
            .twoBytes(packetId)
            .variable(NO_PROPERTIES);
    reasons.forEach(reason -> packet.oneByte(reason.code()));
  }

  @Override
  public void disconnect(PacketSink out, ReasonCode reason, String text) {
    PropertyWriter words = inWords(text, 1);
    int remaining = 1 + FieldWriter.variableSize(words.size()) + words.size();
    new FieldWriter(out.room((int) FieldWriter.packetSize(remaining)))
        .oneByte(PacketType.DISCONNECT.firstByte())
        .variable(remaining)
        .oneByte(reason.code())
        .variable(words.size())
        .bytes(words.bytes());
  }
}
