package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.packet.Dialect;
import io.margay.bus.internal.packet.Outgoing;
import io.margay.bus.internal.packet.PacketType;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.packet.Terms;
import io.margay.bus.internal.topic.Traffic;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the broker's packets to one connection, in the words of the client's version.
 *
 * <p>While packets are read from the client it is corked: answers are collected and go out together
 * when all that came has been served.
 */
final class ChannelLink implements ClientLink {

  /** So many messages are sent at once instead of in the broker's next round. */
  private static final int MANY = 64;

  private final Channel channel;
  private final Dialect dialect;
  private final ClientDetails details;
  private final Traffic traffic;
  private final Batch batch;
  private final Consumer<ReasonCode> onDisconnect;
  private final AtomicBoolean awake = new AtomicBoolean();
  private boolean corked;

  /**
   * @param onDisconnect ends the connection for a reason that the client is told
   */
  ChannelLink(
      Channel channel,
      Dialect dialect,
      ClientDetails details,
      Traffic traffic,
      Consumer<ReasonCode> onDisconnect) {
    this.channel = channel;
    this.dialect = dialect;
    this.details = details;
    this.traffic = traffic;
    this.batch = new Batch(channel, traffic);
    this.onDisconnect = onDisconnect;
  }

  @Override
  public ClientDetails details() {
    return details;
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public void flush() {
    if (!corked) {
      batch.flush();
    }
  }

  /** Collects what is sent until {@link #uncork}. */
  void cork() {
    corked = true;
  }

  /** Puts on the wire what was collected. */
  void uncork() {
    corked = false;
    batch.flush();
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
    boolean sent =
        dialect.publish(
            batch,
            new Outgoing(
                delivery.message(),
                delivery.qos(),
                packetId,
                duplicate,
                lifetime,
                delivery.identifiers()));
    if (sent) {
      traffic.countPacketOut();
    }
    return sent;
  }

  @Override
  public void release(int packetId) {
    answer(PacketType.PUBREL, packetId, ReasonCode.SUCCESS);
  }

  /** CONNACK that lets the client in. */
  void accept(boolean sessionPresent, Terms terms) {
    traffic.countPacketOut();
    dialect.accept(batch, sessionPresent, terms);
  }

  /** CONNACK that says why the client is not let in; the caller closes. */
  void refuse(ReasonCode reason, String text) {
    traffic.countPacketOut();
    dialect.refuse(batch, reason, text);
  }

  /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
  void answer(PacketType type, int packetId, ReasonCode reason) {
    traffic.countPacketOut();
    dialect.answer(batch, type, packetId, reason);
  }

  /** SUBACK with one reason per filter. */
  void subscribed(int packetId, List<ReasonCode> reasons) {
    traffic.countPacketOut();
    dialect.subscribed(batch, packetId, reasons);
  }

  /** UNSUBACK with one reason per filter. */
  void unsubscribed(int packetId, List<ReasonCode> reasons) {
    traffic.countPacketOut();
    dialect.unsubscribed(batch, packetId, reasons);
  }

  /** DISCONNECT, where the client's version has one from the broker; the caller closes. */
  void goodbye(ReasonCode reason, String text) {
    dialect.disconnect(batch, reason, text);
  }

  /** PINGRESP. */
  void pong() {
    traffic.countPacketOut();
    dialect.pong(batch);
  }
}
