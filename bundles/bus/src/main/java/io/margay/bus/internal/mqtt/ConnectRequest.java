package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.packet.ClientTerms;
import io.margay.bus.internal.packet.Packet.Connect;
import io.margay.bus.internal.packet.Packet.WillPart;
import io.margay.bus.internal.packet.Properties;
import io.margay.bus.internal.packet.Property;
import io.margay.bus.internal.packet.ProtocolVersion;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it connects, the same for all versions (MQTT 5.0, section 3.1).
 *
 * @param assigned whether the broker chose the client id
 */
record ConnectRequest(
    ProtocolVersion version,
    String clientId,
    boolean assigned,
    boolean clean,
    int keepAliveSeconds,
    long expirySeconds,
    int receiveMaximum,
    @Nullable Will will,
    @Nullable String user,
    @Nullable Payload password,
    ClientTerms terms) {

  private static final int MOST_IN_FLIGHT = 65_535;

  /**
   * Understands the packet.
   *
   * @throws ProtocolViolation when it asks for what cannot be
   */
  static ConnectRequest of(Connect packet) {
    Properties properties = packet.properties();
    if (properties.has(Property.AUTHENTICATION_METHOD)) {
      throw new ProtocolViolation(
          ReasonCode.BAD_AUTHENTICATION_METHOD, "there are no authentication methods");
    }
    if (properties.has(Property.AUTHENTICATION_DATA)) {
      throw ProtocolViolation.protocolError("authentication data without a method");
    }
    boolean assigned = packet.clientId().isEmpty();
    if (assigned && !mayBeAssigned(packet)) {
      throw new ProtocolViolation(
          ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "a session to be kept needs a client id");
    }
    return new ConnectRequest(
        packet.version(),
        assigned ? "margay-" + UUID.randomUUID() : packet.clientId(),
        assigned,
        packet.clean(),
        packet.keepAliveSeconds(),
        expirySeconds(packet),
        (int) properties.number(Property.RECEIVE_MAXIMUM, MOST_IN_FLIGHT),
        packet.will() == null ? null : will(packet.will()),
        packet.user(),
        packet.password(),
        ClientTerms.of(properties));
  }

  private static boolean mayBeAssigned(Connect packet) {
    return switch (packet.version()) {
      case MQTT_3_1 -> false;
      case MQTT_3_1_1 -> packet.clean();
      case MQTT_5 -> true;
    };
  }

  private static long expirySeconds(Connect packet) {
    long absent = packet.version().hasProperties() || packet.clean() ? 0 : SessionRequest.NEVER;
    return packet.properties().number(Property.SESSION_EXPIRY_INTERVAL, absent);
  }

  private static Will will(WillPart will) {
    if (!TopicFilter.isTopicName(will.topic())) {
      throw new ProtocolViolation(
          ReasonCode.TOPIC_NAME_INVALID,
          "CONNECT with a will on \"" + will.topic() + "\", not a topic name");
    }
    Message message =
        new Message(
            will.topic(), will.payload(), will.qos(), will.retain(), will.properties().ofMessage());
    return new Will(message, will.properties().number(Property.WILL_DELAY_INTERVAL, 0));
  }

  /** What the client asks of its session, as the user it is, with the permissions it was given. */
  SessionRequest session(String name, Permissions permissions) {
    return new SessionRequest(
        clientId, name, clean, expirySeconds, receiveMaximum, will, permissions);
  }
}
