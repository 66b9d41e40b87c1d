package io.margay.bus.internal.packet;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may send, read and well-formed; what it means is judged elsewhere. */
public sealed interface Packet {

  /**
   * CONNECT (MQTT 5.0, section 3.1).
   *
   * @param clientId empty when the broker shall choose one
   */
  record Connect(
      ProtocolVersion version,
      boolean clean,
      int keepAliveSeconds,
      Properties properties,
      String clientId,
      @Nullable WillPart will,
      @Nullable String user,
      @Nullable Payload password)
      implements Packet {}

  /** The will of a CONNECT. */
  record WillPart(QoS qos, boolean retain, Properties properties, String topic, Payload payload) {}

  /**
   * PUBLISH (section 3.3).
   *
   * @param topic empty when an alias stands for it
   * @param packetId 0 with QoS 0
   */
  record Publish(
      boolean duplicate,
      QoS qos,
      boolean retain,
      String topic,
      int packetId,
      Properties properties,
      Payload payload)
      implements Packet {}

  /** PUBACK, PUBREC, PUBREL or PUBCOMP (sections 3.4 to 3.7). */
  record Answer(PacketType type, int packetId, ReasonCode reason) implements Packet {}

  /**
   * SUBSCRIBE (section 3.8).
   *
   * @param identifier 0 for none
   */
  record Subscribe(int packetId, int identifier, List<Wish> wishes) implements Packet {}

  /**
   * One filter of a SUBSCRIBE.
   *
   * @param retainHandling 0, 1 or 2
   */
  record Wish(
      String filter, QoS qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {}

  /** UNSUBSCRIBE (section 3.10). */
  record Unsubscribe(int packetId, List<String> filters) implements Packet {}

  /** PINGREQ (section 3.12). */
  record Ping() implements Packet {}

  /** DISCONNECT (section 3.14). */
  record Disconnect(ReasonCode reason, Properties properties) implements Packet {}
}
