package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it connects (MQTT 3.1.1, section 3.1).
 *
 * @param clientId empty when the broker shall choose one
 * @param will what to publish when the connection breaks
 */
record ConnectRequest(
    int protocolLevel,
    String clientId,
    boolean clean,
    int keepAliveSeconds,
    @Nullable Message will,
    @Nullable String user,
    @Nullable Payload password) {

  /** The level of MQTT 5.0. */
  static final int LEVEL_5 = 5;

  /** The level of MQTT 3.1.1. */
  static final int LEVEL_3_1_1 = 4;

  private static final int HIGHEST_QOS = 2;

  /**
   * Reads the packet and checks what its decoder lets through.
   *
   * @throws ProtocolViolation when the flags contradict each other or the will cannot be published
   */
  static ConnectRequest of(MqttConnectMessage packet) {
    MqttConnectVariableHeader header = packet.variableHeader();
    if (header.hasPassword() && !header.hasUserName()) {
      throw new ProtocolViolation("CONNECT with a password but no user name");
    }
    return new ConnectRequest(
        header.version(),
        packet.payload().clientIdentifier(),
        header.isCleanSession(),
        header.keepAliveTimeSeconds(),
        will(header, packet.payload()),
        packet.payload().userName(),
        header.hasPassword() ? Payload.of(packet.payload().passwordInBytes()) : null);
  }

  private static @Nullable Message will(
      MqttConnectVariableHeader header, MqttConnectPayload payload) {
    if (!header.isWillFlag()) {
      if (header.willQos() != 0 || header.isWillRetain()) {
        throw new ProtocolViolation("CONNECT with will flags but no will");
      }
      return null;
    }
    if (header.willQos() > HIGHEST_QOS) {
      throw new ProtocolViolation("CONNECT with a will of QoS " + header.willQos());
    }
    String topic = Objects.requireNonNullElse(payload.willTopic(), "");
    if (!TopicFilter.isTopicName(topic)) {
      throw new ProtocolViolation("CONNECT with a will on \"" + topic + "\", not a topic name");
    }
    return new Message(
        topic,
        Payload.of(payload.willMessageInBytes()),
        QoS.ofLevel(header.willQos()),
        header.isWillRetain());
  }
}
