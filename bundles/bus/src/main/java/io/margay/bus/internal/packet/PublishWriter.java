package io.margay.bus.internal.packet;

import io.margay.bus.QoS;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * One PUBLISH to a client, measured before it is written (MQTT 5.0, section 3.3).
 *
 * @param properties null in versions that have none
 */
record PublishWriter(
    Outgoing message, String topic, int topicBytes, @Nullable PropertyWriter properties) {
  private static final int DUPLICATE = 0x08;

  static PublishWriter of(Outgoing message, String topic, @Nullable PropertyWriter properties) {
    return new PublishWriter(message, topic, ByteBufUtil.utf8Bytes(topic), properties);
  }

  /** The whole packet; more than MQTT can carry when the payload is that large. */
  long packetSize() {
    return FieldWriter.packetSize(remaining());
  }

  private long remaining() {
    return 0L + head() + message.message().payload().size();
  }

  private int head() {
    int id = message.qos() == QoS.AT_MOST_ONCE ? 0 : 2;
    if (properties == null) {
      return 2 + topicBytes + id;
    }
    int size = properties.size();
    return 2 + topicBytes + id + FieldWriter.variableSize(size) + size;
  }

  /** Writes it; it must not be larger than a packet can be. */
  void write(PacketSink sink) {
    int remaining = (int) remaining();
    FieldWriter out =
        new FieldWriter(sink.room(1 + FieldWriter.variableSize(remaining) + head()))
            .oneByte(firstByte())
            .variable(remaining)
            .text(topic, topicBytes);
    if (message.qos() != QoS.AT_MOST_ONCE) {
      out.twoBytes(message.packetId());
    }
    if (properties != null) {
      out.variable(properties.size()).bytes(properties.bytes());
    }
    sink.append(message.message().payload().asByteBuffer());
  }

  private int firstByte() {
    return PacketType.PUBLISH.firstByte()
        | (message.duplicate() ? DUPLICATE : 0)
        | message.qos().level() << 1
        | (message.message().retain() ? 1 : 0);
  }
}
