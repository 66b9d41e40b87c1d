package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.mqtt.Departure.Manner;
import io.margay.bus.internal.packet.Packet;
import io.margay.bus.internal.packet.Packet.Answer;
import io.margay.bus.internal.packet.Packet.Disconnect;
import io.margay.bus.internal.packet.Packet.Ping;
import io.margay.bus.internal.packet.Packet.Publish;
import io.margay.bus.internal.packet.Packet.Subscribe;
import io.margay.bus.internal.packet.Packet.Unsubscribe;
import io.margay.bus.internal.packet.PacketType;
import io.margay.bus.internal.packet.Property;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The second phase of a connection: serves a client that has been let in. */
final class Service implements Phase {
  private final ChannelLink link;
  private final Session session;
  private final boolean keepsSession;
  private final Publications publications;
  private final Subscriptions subscriptions;
  private final Consumer<Departure> onGoodbye;

  Service(
      ConnectRequest request,
      Permissions permissions,
      Session session,
      ChannelLink link,
      BrokerCore broker,
      Consumer<Departure> onGoodbye) {
    this.link = link;
    this.session = session;
    this.keepsSession = request.expirySeconds() > 0;
    this.publications = new Publications(request.version(), permissions, session, link, broker);
    this.subscriptions = new Subscriptions(permissions, session, link);
    this.onGoodbye = onGoodbye;
  }

  @Override
  public void take(Packet packet) {
    if (packet instanceof Publish publish) {
      publications.take(publish);
    } else if (packet instanceof Answer answer) {
      take(answer);
    } else if (packet instanceof Ping) {
      link.pong();
    } else if (packet instanceof Subscribe subscribe) {
      subscriptions.take(subscribe);
    } else if (packet instanceof Unsubscribe unsubscribe) {
      subscriptions.take(unsubscribe);
    } else if (packet instanceof Disconnect disconnect) {
      onGoodbye.accept(departure(disconnect));
    } else {
      throw ProtocolViolation.protocolError("a packet out of turn");
    }
  }

  private void take(Answer answer) {
    int id = answer.packetId();
    switch (answer.type()) {
      case PUBACK -> session.acknowledged(id);
      case PUBREC -> received(id, answer.reason());
      case PUBREL -> publications.release(id);
      case PUBCOMP -> session.completed(id);
      default -> throw new IllegalStateException(answer.type() + " is no answer");
    }
  }

  /** MQTT 5.0, section 4.3.3: a reason that is an error ends the exchange. */
  private void received(int id, ReasonCode reason) {
    if (reason.isError()) {
      session.refused(id);
    } else {
      session.answer(() -> session.received(id), known -> release(id, known));
    }
  }

  private void release(int id, boolean known) {
    if (known) {
      link.release(id);
    } else {
      link.answer(PacketType.PUBREL, id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
    }
  }

  /** MQTT 5.0, section 3.14. */
  private Departure departure(Disconnect packet) {
    long expiry = packet.properties().number(Property.SESSION_EXPIRY_INTERVAL, -1);
    if (expiry > 0 && !keepsSession) {
      throw ProtocolViolation.protocolError(
          "DISCONNECT that wants to keep a session that ends with the connection");
    }
    return new Departure(
        packet.reason() == ReasonCode.SUCCESS ? Manner.GOODBYE : Manner.GOODBYE_WITH_WILL,
        expiry < 0 ? OptionalLong.empty() : OptionalLong.of(expiry));
  }
}
