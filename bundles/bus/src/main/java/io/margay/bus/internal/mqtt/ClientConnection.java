package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Credentials;
import io.margay.bus.internal.access.Gatekeeper;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.listener.Entrance;
import io.margay.bus.internal.listener.ReadGate;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one connection from CONNECT to its end (MQTT 3.1.1, chapter 3). A client that breaks the
 * protocol loses its connection and nothing else happens.
 *
 * <p>While the client does not read, nothing more is read from it, so that neither messages nor
 * acknowledgements pile up.
 */
final class ClientConnection extends SimpleChannelInboundHandler<MqttMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private static final Departure BROKEN = Departure.of(Departure.Manner.BROKEN);
  private static final int MOST_IN_FLIGHT = 65_535;
  private static final int REFUSED_FILTER = 0x80;
  private static final String BROKER_TOPICS = "$SYS";

  private final Channel channel;
  private final ChannelLink link;
  private final ReadGate gate;
  private final TopicSpace space;
  private final Sessions sessions;
  private final BrokerLimits limits;
  private final Traffic traffic;
  private final Complaints complaints;
  private final Gatekeeper gatekeeper;

  private @Nullable Session session;
  private Permissions permissions = Permissions.ALL;
  private boolean judging;
  private @Nullable ScheduledFuture<?> alarm;
  private int packets;
  private long lastHeard;
  private boolean ended;

  ClientConnection(
      Channel channel,
      TopicSpace space,
      Sessions sessions,
      BrokerLimits limits,
      Traffic traffic,
      Complaints complaints,
      Gatekeeper gatekeeper) {
    this.channel = channel;
    this.gate = new ReadGate(channel);
    this.link = new ChannelLink(channel, this::disconnect);
    this.space = space;
    this.sessions = sessions;
    this.limits = limits;
    this.traffic = traffic;
    this.complaints = complaints;
    this.gatekeeper = gatekeeper;
  }

  private void disconnect(ReasonCode reason) {
    if (reason == ReasonCode.SESSION_TAKEN_OVER) {
      complain("the same client id connected again");
      end(Departure.of(Departure.Manner.TAKEN_OVER));
    } else {
      cut(reason.toString());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    String reason = "no CONNECT within " + limits.connectTimeout().toSeconds() + " s";
    alarm(limits.connectTimeout().toNanos(), () -> cut(reason));
  }

  private void stopAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  private void alarm(long nanos, Runnable action) {
    alarm = channel.eventLoop().schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
    packets++;
    if (ended) {
      return;
    }
    lastHeard = nanoTime();
    if (packet.decoderResult().isFailure()) {
      refuse(packet.decoderResult().cause());
      return;
    }
    Session current = session;
    if (current != null) {
      serve(current, packet);
    } else {
      connect(ConnectRequest.of((MqttConnectMessage) packet));
    }
  }

  /** MQTT 3.1.1, sections 3.1.2.2 and 3.1.3.1: two mistakes get an answer, the others do not. */
  private void refuse(Throwable cause) {
    if (session == null && cause instanceof MqttUnacceptableProtocolVersionException) {
      link.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
    } else if (session == null && cause instanceof MqttIdentifierRejectedException) {
      link.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
    }
    throw new ProtocolViolation(String.valueOf(cause.getMessage()));
  }

  private void connect(ConnectRequest request) {
    if (request.protocolLevel() == ConnectRequest.LEVEL_5) {
      link.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION);
      throw new ProtocolViolation("MQTT 5 is not supported, connect with 3.1.1");
    }
    if (request.clientId().isEmpty() && !request.clean()) {
      link.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
      throw new ProtocolViolation("a session to be kept needs a client id");
    }
    String clientId =
        request.clientId().isEmpty() ? "margay-" + UUID.randomUUID() : request.clientId();
    judging = true;
    gate.close(ReadGate.Reason.JUDGING);
    Credentials credentials =
        new Credentials(
            clientId,
            request.user(),
            request.password(),
            channel.attr(Entrance.PEER_CERTIFICATE).get());
    gatekeeper
        .admit(credentials)
        .whenCompleteAsync((admission, failure) -> judged(clientId, request, admission), loop());
  }

  private Executor loop() {
    return task -> {
      if (channel.eventLoop().inEventLoop()) {
        task.run();
      } else {
        channel.eventLoop().execute(task);
      }
    };
  }

  private void judged(String clientId, ConnectRequest request, @Nullable Admission admission) {
    judging = false;
    if (ended) {
      return;
    }
    gate.open(ReadGate.Reason.JUDGING);
    if (admission instanceof Admission.Granted granted) {
      admitted(clientId, request, granted);
    } else {
      boolean bad = admission instanceof Admission.Refused refused && refused.badCredentials();
      link.refuse(
          bad
              ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
      cut(
          admission instanceof Admission.Refused refused
              ? refused.reason()
              : "nobody could say whether it may come in");
    }
  }

  private void admitted(String clientId, ConnectRequest request, Admission.Granted granted) {
    permissions = granted.permissions();
    Sessions.Opened opened =
        sessions.open(
            new SessionRequest(
                clientId,
                request.clean(),
                request.clean() ? 0 : SessionRequest.NEVER,
                MOST_IN_FLIGHT,
                request.will() == null ? null : new Will(request.will(), 0),
                permissions));
    session = opened.session();
    link.accept(opened.present() && request.protocolLevel() >= ConnectRequest.LEVEL_3_1_1);
    opened.session().attach(link);
    stopAlarm();
    if (request.keepAliveSeconds() > 0) {
      watch(TimeUnit.MILLISECONDS.toNanos(request.keepAliveSeconds() * 1500L));
    }
    link.flush();
    // Not at once: the framer may be where this was called from.
    channel
        .eventLoop()
        .execute(() -> channel.pipeline().fireUserEventTriggered(PacketFramer.GO_ON));
  }

  /** Ends the connection after one and a half times the keep alive (section 3.1.2.10). */
  private void watch(long patience) {
    if (gate.isClosedBy(ReadGate.Reason.TOO_FAST)) {
      lastHeard = nanoTime();
    }
    long left = patience - (nanoTime() - lastHeard);
    if (left > 0) {
      alarm(left, () -> watch(patience));
    } else {
      cut("nothing heard for one and a half times the keep alive");
    }
  }

  private long nanoTime() {
    return channel.eventLoop().ticker().nanoTime();
  }

  private void serve(Session current, MqttMessage packet) {
    MqttMessageType type = packet.fixedHeader().messageType();
    switch (type) {
      case PUBLISH -> published(current, (MqttPublishMessage) packet);
      case PUBACK -> current.acknowledged(packetId(packet));
      case PUBREC -> {
        current.received(packetId(packet));
        link.release(packetId(packet));
      }
      case PUBREL -> {
        current.endExactlyOnce(packetId(packet));
        link.reply(MqttMessageType.PUBCOMP, packetId(packet));
      }
      case PUBCOMP -> current.completed(packetId(packet));
      case SUBSCRIBE -> subscribe(current, (MqttSubscribeMessage) packet);
      case UNSUBSCRIBE -> unsubscribe(current, (MqttUnsubscribeMessage) packet);
      case PINGREQ -> link.pingResponse();
      case DISCONNECT -> {
        end(Departure.of(Departure.Manner.GOODBYE));
      }
      default -> throw new ProtocolViolation(type + " from a client that is connected");
    }
  }

  private static int packetId(MqttMessage packet) {
    return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
  }

  private void published(Session current, MqttPublishMessage packet) {
    String topic = packet.variableHeader().topicName();
    QoS qos = QoS.ofLevel(packet.fixedHeader().qosLevel().value());
    int packetId = packet.variableHeader().packetId();
    if (!TopicFilter.isTopicName(topic)) {
      throw new ProtocolViolation("PUBLISH on \"" + topic + "\", not a topic name");
    }
    if (packet.fixedHeader().isDup() && qos == QoS.AT_MOST_ONCE) {
      throw new ProtocolViolation("PUBLISH of QoS 0 marked as a duplicate");
    }
    if (qos != QoS.EXACTLY_ONCE || current.beginExactlyOnce(packetId)) {
      Payload payload = Payload.of(ByteBufUtil.getBytes(packet.payload()));
      publish(new Message(topic, payload, qos, packet.fixedHeader().isRetain()));
    }
    switch (qos) {
      case AT_MOST_ONCE -> {}
      case AT_LEAST_ONCE -> link.reply(MqttMessageType.PUBACK, packetId);
      case EXACTLY_ONCE -> link.reply(MqttMessageType.PUBREC, packetId);
    }
  }

  /** MQTT 3.1.1 has no way to refuse a message: one on the broker's own topics is let fall. */
  private void publish(Message message) {
    traffic.countIn();
    if (message.topic().equals(BROKER_TOPICS)
        || message.topic().startsWith(BROKER_TOPICS + "/")
        || !permissions.mayPublish(message.topic())) {
      traffic.countDropped(1);
    } else {
      space.publish(message, session);
    }
  }

  private void subscribe(Session current, MqttSubscribeMessage packet) {
    List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions();
    if (wanted.isEmpty()) {
      throw new ProtocolViolation("SUBSCRIBE without a topic filter");
    }
    List<TopicFilter> filters = new ArrayList<>();
    for (MqttTopicSubscription one : wanted) {
      filters.add(filter(one.topicFilter()));
    }
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      int granted = wanted.get(i).option().qos().value();
      boolean done =
          permissions.maySubscribe(filters.get(i))
              && current.subscribe(filters.get(i), SubscriptionOptions.of(QoS.ofLevel(granted)));
      codes.add(done ? granted : REFUSED_FILTER);
    }
    link.subAck(packetId(packet), codes);
  }

  private void unsubscribe(Session current, MqttUnsubscribeMessage packet) {
    List<String> unwanted = packet.payload().topics();
    if (unwanted.isEmpty()) {
      throw new ProtocolViolation("UNSUBSCRIBE without a topic filter");
    }
    unwanted.forEach(text -> current.unsubscribe(filter(text)));
    link.reply(MqttMessageType.UNSUBACK, packetId(packet));
  }

  private static TopicFilter filter(String text) {
    try {
      return new TopicFilter(text);
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    link.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean writable = channel.isWritable();
    if (!writable) {
      gate.close(ReadGate.Reason.NOT_READING);
      return;
    }
    gate.open(ReadGate.Reason.NOT_READING);
    if (session != null) {
      session.pump();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    Throwable cause =
        failure instanceof DecoderException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ProtocolViolation) {
      cut(String.valueOf(cause.getMessage()));
    } else if (cause instanceof IOException) {
      end(BROKEN);
    } else if (!ended) {
      LOG.warn("MQTT connection from {} closed: unexpected failure", link.address(), cause);
      end(BROKEN);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(BROKEN);
  }

  private void cut(String reason) {
    complain(reason);
    end(BROKEN);
  }

  private void complain(String reason) {
    if (!ended) {
      complaints.add(link.host(), reason);
    }
  }

  /** Whether it is being found out who the client is; its next packets have to wait. */
  boolean judging() {
    return judging;
  }

  /** Decides whether anything is read from the client. */
  ReadGate gate() {
    return gate;
  }

  /** How many packets have come, broken ones among them. */
  int packets() {
    return packets;
  }

  /** Ends the connection without publishing the will, since it is the broker that goes. */
  void dismiss() {
    end(Departure.of(Departure.Manner.BROKER_STOPS));
  }

  /** Leaves the session and closes. */
  private void end(Departure departure) {
    if (ended) {
      return;
    }
    ended = true;
    stopAlarm();
    if (session != null) {
      sessions.leave(session, departure);
    }
    link.flush();
    ChannelFuture unused = channel.close();
  }
}
