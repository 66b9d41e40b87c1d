package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.listener.Entrance;
import io.margay.bus.internal.listener.InboundRate;
import io.margay.bus.internal.listener.ReadGate;
import io.margay.bus.internal.listener.Throttle;
import io.margay.bus.internal.mqtt.Departure.Manner;
import io.margay.bus.internal.packet.ClientTerms;
import io.margay.bus.internal.packet.Dialect;
import io.margay.bus.internal.packet.Packet;
import io.margay.bus.internal.packet.PacketDecoder;
import io.margay.bus.internal.packet.ProtocolVersion;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.packet.Terms;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one connection: {@link Reception}, then {@link Service}, then its end. A client that
 * breaks the protocol loses its connection, is told why if its version of MQTT can tell it, and
 * nothing else happens.
 *
 * <p>While the client does not read, nothing more is read from it, so that neither messages nor
 * acknowledgements pile up.
 */
final class ClientConnection extends SimpleChannelInboundHandler<Packet> {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final Channel channel;
  private final BrokerCore broker;
  private final PacketDecoder decoder;
  private final SilenceAlarm alarm;
  private final ReadGate gate;
  private Phase phase;
  private @Nullable ChannelLink link;
  private @Nullable Session session;
  private boolean ended;

  ClientConnection(Channel channel, BrokerCore broker) {
    this.channel = channel;
    this.gate = new ReadGate(channel);
    this.broker = broker;
    this.decoder =
        new PacketDecoder(broker.limits().maxPacketBytes(), broker.traffic()::countBytesIn);
    this.alarm = new SilenceAlarm(channel.eventLoop());
    this.phase = new Reception(this, broker);
  }

  /** Turns the bytes of the channel into packets and serves them. */
  void open() {
    open(InboundRate.UNLIMITED);
  }

  /** Does so no faster than the client may send. */
  void open(InboundRate rate) {
    ChannelPipeline pipeline = channel.pipeline();
    if (rate.bytesPerSecond() > 0) {
      pipeline.addLast(Throttle.ofBytes(rate.bytesPerSecond(), gate));
    }
    pipeline.addLast(decoder);
    if (rate.messagesPerSecond() > 0) {
      pipeline.addLast(Throttle.ofMessages(rate.messagesPerSecond(), gate));
    }
    pipeline.addLast(this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Duration timeout = broker.limits().connectTimeout();
    String reason = "no CONNECT within " + timeout.toSeconds() + " s";
    alarm.set(timeout.toNanos(), () -> end(ReasonCode.KEEP_ALIVE_TIMEOUT, reason));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Packet packet) {
    if (ended) {
      return;
    }
    broker.traffic().countPacketIn();
    alarm.heard();
    if (link != null) {
      link.cork();
    }
    phase.take(packet);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (link != null && session != null && !ended) {
      session.pump();
      link.uncork();
    }
  }

  /** What the client proved by TLS to be; null when it did not. */
  @Nullable X509Certificate certificate() {
    return channel.attr(Entrance.PEER_CERTIFICATE).get();
  }

  /** Reads nothing more until it is known what becomes of the client. */
  void hold() {
    gate.close(ReadGate.Reason.JUDGING);
    decoder.hold();
  }

  private void release() {
    gate.open(ReadGate.Reason.JUDGING);
    decoder.resume();
  }

  /** Runs something on the broker's thread, at once if this is it. */
  void onItsThread(Runnable task) {
    try {
      if (channel.eventLoop().inEventLoop()) {
        task.run();
      } else {
        channel.eventLoop().execute(task);
      }
    } catch (RejectedExecutionException brokerStops) {
      LOG.debug("The broker stops while a client waits to be let in");
    }
  }

  boolean ended() {
    return ended;
  }

  /** Lets the client in: its session is there, and what it sends from now on is served. */
  void serve(ConnectRequest request, Admission.Granted admission) {
    Permissions permissions = new ReadOnlySystemTopics(admission.permissions());
    SessionRequest wanted = request.session(admission.name(), permissions);
    if (broker.sessions().isOfAnotherUser(wanted)) {
      turnAway(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, "its client id is that of another user");
      return;
    }
    ChannelLink made = link(request, admission.name());
    Sessions.Opened opened = broker.sessions().open(wanted);
    link = made;
    session = opened.session();
    phase = new Service(request, permissions, opened.session(), made, broker, this::leave);
    made.accept(opened.present(), terms(request, opened.session().lease().expirySeconds()));
    opened.session().attach(made);
    made.flush();
    watch(request.keepAliveSeconds());
    release();
  }

  private ChannelLink link(ConnectRequest request, String user) {
    ClientDetails details =
        new ClientDetails(
            address(channel.remoteAddress()),
            request.version(),
            user,
            request.keepAliveSeconds(),
            broker.clock().instant());
    return new ChannelLink(
        channel,
        Dialect.of(request.version(), request.terms()),
        details,
        broker.traffic(),
        this::disconnect);
  }

  private Terms terms(ConnectRequest request, long expirySeconds) {
    return new Terms(
        broker.limits().maxInFlight(),
        broker.limits().maxPacketBytes(),
        IncomingAliases.MOST,
        expirySeconds == request.expirySeconds()
            ? OptionalLong.empty()
            : OptionalLong.of(expirySeconds),
        request.assigned() ? request.clientId() : "");
  }

  /** One and a half times the keep alive may pass in silence (MQTT 5.0, section 3.1.2.10). */
  private void watch(int keepAliveSeconds) {
    if (keepAliveSeconds == 0) {
      alarm.stop();
    } else {
      alarm.set(
          Duration.ofMillis(keepAliveSeconds * 1500L).toNanos(), () -> silent(keepAliveSeconds));
    }
  }

  /** The client may have spoken, but was too fast to be listened to. */
  private void silent(int keepAliveSeconds) {
    if (gate.isThrottled()) {
      watch(keepAliveSeconds);
    } else {
      end(ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing heard for one and a half times the keep alive");
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!channel.isWritable()) {
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
    if (cause instanceof ProtocolViolation violation) {
      end(violation.reason(), String.valueOf(violation.getMessage()));
    } else if (cause instanceof IOException) {
      leave(Departure.of(Manner.BROKEN));
    } else if (!ended) {
      LOG.warn(
          "MQTT connection from {} closed: unexpected failure",
          address(channel.remoteAddress()),
          cause);
      tell(ReasonCode.UNSPECIFIED_ERROR, "");
      leave(Departure.of(Manner.BROKEN));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave(Departure.of(Manner.BROKEN));
  }

  /** The gatekeeper does not let the client in; why is nothing that it should know. */
  void turnAway(ReasonCode reason, String complaint) {
    complain(complaint);
    tell(reason, "");
    leave(Departure.of(Manner.BROKEN));
  }

  /** Ends the connection for the sake of somebody else. */
  void disconnect(ReasonCode reason) {
    Manner manner =
        switch (reason) {
          case SESSION_TAKEN_OVER -> Manner.TAKEN_OVER;
          case SERVER_SHUTTING_DOWN -> Manner.BROKER_STOPS;
          default -> Manner.BROKEN;
        };
    if (manner == Manner.TAKEN_OVER) {
      complain("the same client id connected again");
    }
    tell(reason, "");
    leave(Departure.of(manner));
  }

  private void end(ReasonCode reason, String why) {
    complain(why);
    tell(reason, why);
    leave(Departure.of(Manner.BROKEN));
  }

  private void complain(String why) {
    if (!ended) {
      broker.complaints().add(host(channel.remoteAddress()), why);
    }
  }

  /** CONNACK before the client has been let in, DISCONNECT after. */
  private void tell(ReasonCode reason, String text) {
    if (ended) {
      return;
    }
    if (link != null) {
      link.goodbye(reason, text);
      return;
    }
    ProtocolVersion version = decoder.version();
    Batch batch = new Batch(channel, broker.traffic());
    Dialect.of(version == null ? ProtocolVersion.MQTT_3_1_1 : version, ClientTerms.UNKNOWN)
        .refuse(batch, reason, text);
    batch.flush();
  }

  /** Leaves the session and closes. */
  private void leave(Departure departure) {
    if (ended) {
      return;
    }
    ended = true;
    alarm.stop();
    if (session != null) {
      broker.sessions().leave(session, departure);
    }
    if (link != null) {
      link.uncork();
    }
    ChannelFuture unused = channel.close();
  }

  /** An address without its port, which differs each time. */
  static String host(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }

  private static String address(SocketAddress remote) {
    return remote instanceof InetSocketAddress inet
        ? host(inet) + ":" + inet.getPort()
        : String.valueOf(remote);
  }
}
