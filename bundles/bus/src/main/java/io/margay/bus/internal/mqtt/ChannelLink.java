package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.internal.packet.ReasonCode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the broker's packets to one connection. */
final class ChannelLink implements ClientLink {

  /** So many messages are sent at once instead of in the broker's next round. */
  private static final int MANY = 64;

  private final Channel channel;
  private final SocketAddress remote;
  private final Consumer<ReasonCode> onDisconnect;
  private final AtomicBoolean awake = new AtomicBoolean();

  ChannelLink(Channel channel, Consumer<ReasonCode> onDisconnect) {
    this.channel = channel;
    this.remote = channel.remoteAddress();
    this.onDisconnect = onDisconnect;
  }

  @Override
  public String address() {
    return remote instanceof InetSocketAddress inet
        ? host() + ":" + inet.getPort()
        : String.valueOf(remote);
  }

  /** The client's address without its port, which differs each time. */
  String host() {
    return host(remote);
  }

  /** An address without its port. */
  static String host(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public void wake(Session session, int waiting) {
    if (waiting >= MANY && channel.eventLoop().inEventLoop()) {
      session.pump();
    } else if (awake.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(() -> pump(session));
      } catch (RejectedExecutionException brokerStops) {
        awake.set(false);
      }
    }
  }

  private void pump(Session session) {
    awake.set(false);
    session.pump();
  }

  @Override
  public void disconnect(ReasonCode reason) {
    onDisconnect.accept(reason);
  }

  @Override
  public boolean publish(
      int packetId, Delivery delivery, @Nullable Duration lifetime, boolean duplicate) {
    Message message = delivery.message();
    MqttFixedHeader header =
        new MqttFixedHeader(
            MqttMessageType.PUBLISH,
            duplicate,
            MqttQoS.valueOf(delivery.qos().level()),
            message.retain(),
            0);
    write(
        new MqttPublishMessage(
            header,
            new MqttPublishVariableHeader(message.topic(), packetId),
            Unpooled.wrappedBuffer(message.payload().asByteBuffer())));
    return true;
  }

  @Override
  public void release(int packetId) {
    reply(MqttMessageType.PUBREL, packetId);
  }

  /** CONNACK that lets the client in. */
  void accept(boolean sessionPresent) {
    connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED, sessionPresent);
  }

  /** CONNACK that says why the client is not let in; the caller closes. */
  void refuse(MqttConnectReturnCode reason) {
    connAck(reason, false);
    flush();
  }

  private void connAck(MqttConnectReturnCode code, boolean sessionPresent) {
    write(
        new MqttConnAckMessage(
            header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
            new MqttConnAckVariableHeader(code, sessionPresent)));
  }

  /** PUBACK, PUBREC, PUBREL, PUBCOMP or UNSUBACK. */
  void reply(MqttMessageType type, int packetId) {
    MqttQoS flags = type == MqttMessageType.PUBREL ? MqttQoS.AT_LEAST_ONCE : MqttQoS.AT_MOST_ONCE;
    write(new MqttMessage(header(type, flags), MqttMessageIdVariableHeader.from(packetId)));
  }

  /** SUBACK with one code per filter. */
  void subAck(int packetId, List<Integer> codes) {
    write(
        new MqttSubAckMessage(
            header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
            MqttMessageIdVariableHeader.from(packetId),
            new MqttSubAckPayload(codes)));
  }

  /** PINGRESP. */
  void pingResponse() {
    write(MqttMessage.PINGRESP);
  }

  private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
    return new MqttFixedHeader(type, false, qos, false, 0);
  }

  private void write(MqttMessage packet) {
    ChannelFuture unused = channel.write(packet, channel.voidPromise());
  }
}
