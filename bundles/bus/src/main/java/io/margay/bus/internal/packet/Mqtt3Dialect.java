package io.margay.bus.internal.packet;

import java.util.List;

/** MQTT 3.1 and 3.1.1: no reasons but for CONNACK and SUBACK, and no properties. */
final class Mqtt3Dialect implements Dialect {
  private static final int REFUSED_FILTER = 0x80;
  private static final int UNSAID = -1;

  private final boolean tellsOfSession;

  /**
   * @param version 3.1 does not tell whether a session was there (its CONNACK has no such flag)
   */
  Mqtt3Dialect(ProtocolVersion version) {
    this.tellsOfSession = version != ProtocolVersion.MQTT_3_1;
  }

  @Override
  public void accept(PacketSink out, boolean sessionPresent, Terms terms) {
    connAck(out, sessionPresent && tellsOfSession, 0);
  }

  @Override
  public void refuse(PacketSink out, ReasonCode reason, String text) {
    int code = returnCode(reason);
    if (code != UNSAID) {
      connAck(out, false, code);
    }
  }

  /** MQTT 3.1.1, section 3.2.2.3: other mistakes get no answer. */
  private static int returnCode(ReasonCode reason) {
    return switch (reason) {
      case UNSUPPORTED_PROTOCOL_VERSION -> 1;
      case CLIENT_IDENTIFIER_NOT_VALID -> 2;
      case SERVER_UNAVAILABLE, SERVER_BUSY, QUOTA_EXCEEDED, CONNECTION_RATE_EXCEEDED -> 3;
      case BAD_USER_NAME_OR_PASSWORD -> 4;
      case NOT_AUTHORIZED, BANNED -> 5;
      default -> UNSAID;
    };
  }

  private static void connAck(PacketSink out, boolean sessionPresent, int code) {
    new FieldWriter(out.room(4))
        .oneByte(PacketType.CONNACK.firstByte())
        .oneByte(2)
        .oneByte(sessionPresent ? 1 : 0)
        .oneByte(code);
  }

  @Override
  public boolean publish(PacketSink out, Outgoing message) {
    PublishWriter writer = PublishWriter.of(message, message.message().topic(), null);
    if (writer.packetSize() > FieldWriter.LARGEST_PACKET) {
      return false;
    }
    writer.write(out);
    return true;
  }

  @Override
  public void answer(PacketSink out, PacketType type, int packetId, ReasonCode reason) {
    new FieldWriter(out.room(4)).oneByte(type.firstByte()).oneByte(2).twoBytes(packetId);
  }

  @Override
  public void subscribed(PacketSink out, int packetId, List<ReasonCode> reasons) {
    int remaining = 2 + reasons.size();
    FieldWriter packet =
        new FieldWriter(out.room((int) FieldWriter.packetSize(remaining)))
            .oneByte(PacketType.SUBACK.firstByte())
            .variable(remaining)
            .twoBytes(packetId);
    for (ReasonCode reason : reasons) {
      packet.oneByte(reason.isError() ? REFUSED_FILTER : reason.code());
    }
  }

  @Override
  public void unsubscribed(PacketSink out, int packetId, List<ReasonCode> reasons) {
    answer(out, PacketType.UNSUBACK, packetId, ReasonCode.SUCCESS);
  }

  @Override
  public void disconnect(PacketSink out, ReasonCode reason, String text) {}
}
