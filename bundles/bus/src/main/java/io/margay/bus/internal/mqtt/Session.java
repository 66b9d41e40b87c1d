package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.topic.Receiver;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker knows of one client, connected or not (MQTT 3.1.1, section 4.1): its
 * subscriptions, what waits for it, and the handshakes under way in both directions.
 *
 * <p>Messages come in from any thread; all else happens on the broker's thread.
 */
final class Session implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** How many messages are written before they are put on the wire. */
  private static final int BATCH = 64;

  private final String clientId;
  private final TopicSpace space;
  private final BrokerLimits limits;
  private final QueueBudget budget;
  private final Traffic traffic;
  private final Outbox outbox;
  private final OutboundWindow window;
  private final Set<TopicFilter> filters = new HashSet<>();
  private final BitSet receivedExactlyOnce = new BitSet();
  private final AtomicLong dropped = new AtomicLong();
  private volatile @Nullable ClientLink link;
  private volatile Permissions permissions;
  private long expirySeconds;
  private @Nullable Will will;
  private boolean pumping;

  Session(
      SessionRequest request,
      TopicSpace space,
      BrokerLimits limits,
      QueueBudget budget,
      Traffic traffic) {
    this.clientId = request.clientId();
    this.permissions = request.permissions();
    this.expirySeconds = request.expirySeconds();
    this.will = request.will();
    this.space = space;
    this.limits = limits;
    this.budget = budget;
    this.traffic = traffic;
    this.outbox = new Outbox(limits.queueMessages(), budget);
    this.window = new OutboundWindow(limits.maxInFlight());
  }

  String clientId() {
    return clientId;
  }

  /** Whether the session ends with its connection. */
  boolean endsWithConnection() {
    return expirySeconds == 0;
  }

  /** The client is here again, perhaps with other wishes. */
  void renew(SessionRequest request) {
    permissions = request.permissions();
    expirySeconds = request.expirySeconds();
    will = request.will();
  }

  @Nullable ClientLink link() {
    return link;
  }

  int subscriptions() {
    return filters.size();
  }

  int queued() {
    return outbox.size();
  }

  int inFlight() {
    return window.size();
  }

  long dropped() {
    return dropped.get();
  }

  /** The client is there: sends again what it has not acknowledged, then what waited. */
  void attach(ClientLink newLink) {
    link = newLink;
    window.resend((id, delivery) -> send(newLink, id, delivery, true), newLink::release);
    newLink.flush();
    pump();
  }

  /** The client is gone; from now on only messages that it must acknowledge are kept. */
  void detach(Departure departure) {
    link = null;
    departure.expirySeconds().ifPresent(seconds -> expirySeconds = seconds);
    switch (departure.manner()) {
      case GOODBYE, BROKER_STOPS -> {}
      case GOODBYE_WITH_WILL, BROKEN, TAKEN_OVER -> publishWill();
    }
    will = null;
  }

  private void publishWill() {
    if (will != null && permissions.mayPublish(will.message().topic())) {
      traffic.countIn();
      space.publish(will.message(), this);
    } else if (will != null) {
      count(1);
    }
  }

  @Override
  public boolean ready() {
    return link != null && outbox.size() < limits.queueMessages();
  }

  /** Forgets all; the session is not used any more. */
  void end() {
    link = null;
    filters.forEach(filter -> space.unsubscribe(filter, this));
    filters.clear();
    outbox.close();
    budget.giveBack(window.clear());
  }

  /** Subscribes, unless the client has too many filters. */
  boolean subscribe(TopicFilter filter, SubscriptionOptions how) {
    if (filters.size() >= limits.maxSubscriptions() && !filters.contains(filter)) {
      return false;
    }
    filters.add(filter);
    space.subscribe(filter, how, this);
    return true;
  }

  /** Ends a subscription, and says whether there was one. */
  boolean unsubscribe(TopicFilter filter) {
    if (!filters.remove(filter)) {
      return false;
    }
    space.unsubscribe(filter, this);
    return true;
  }

  @Override
  public void receive(Message message, SubscriptionOptions how) {
    if ((link == null && lowest(message.qos(), how.qos()))
        || !permissions.mayReceive(message.topic())) {
      return;
    }
    try {
      count(outbox.offer(Delivery.of(message, how)));
    } catch (RuntimeException e) {
      LOG.debug("The payload of a message on {} cannot be made", message.topic(), e);
      count(1);
    }
    ClientLink now = link;
    if (now != null) {
      now.wake(this, outbox.size());
    }
  }

  private static boolean lowest(QoS published, QoS granted) {
    return published == QoS.AT_MOST_ONCE || granted == QoS.AT_MOST_ONCE;
  }

  private void count(int lost) {
    if (lost > 0) {
      dropped.addAndGet(lost);
      traffic.countDropped(lost);
    }
  }

  /** Sends what waits, as far as the client and the window allow. */
  void pump() {
    ClientLink now = link;
    if (now == null || pumping) {
      return;
    }
    pumping = true;
    try {
      while (sendSome(now) > 0) {
        now.flush();
      }
    } finally {
      pumping = false;
    }
  }

  private int sendSome(ClientLink now) {
    int sent = 0;
    while (sent < BATCH && now.writable()) {
      Delivery delivery = outbox.poll(window.hasRoom());
      if (delivery == null) {
        break;
      }
      boolean gone = send(now, delivery.acknowledged() ? window.add(delivery) : 0, delivery, false);
      if (!gone && delivery.acknowledged()) {
        refused(window.lastId());
      } else if (!delivery.acknowledged()) {
        budget.giveBack(delivery.bytes());
      }
      sent++;
    }
    return sent;
  }

  private boolean send(ClientLink to, int packetId, Delivery delivery, boolean duplicate) {
    boolean sent =
        to.publish(packetId, delivery, delivery.message().properties().lifetime(), duplicate);
    if (sent) {
      traffic.countOut();
    } else {
      count(1);
    }
    return sent;
  }

  /** PUBACK. */
  void acknowledged(int packetId) {
    finished(window.acknowledged(packetId));
    pump();
  }

  /**
   * PUBREC of a client that has taken the message.
   *
   * @return whether the message was under way
   */
  boolean received(int packetId) {
    Delivery delivery = window.received(packetId);
    finished(delivery);
    return delivery != null || window.awaitsCompletion(packetId);
  }

  /** PUBACK or PUBREC of a client that does not want the message: it is done. */
  void refused(int packetId) {
    finished(window.refused(packetId));
    pump();
  }

  private void finished(@Nullable Delivery delivery) {
    if (delivery != null) {
      budget.giveBack(delivery.bytes());
    }
  }

  /** PUBCOMP. */
  void completed(int packetId) {
    window.completed(packetId);
    pump();
  }

  /**
   * A PUBLISH of QoS 2 came from the client.
   *
   * @return whether it is the first of its packet id, and so must be published
   */
  boolean beginExactlyOnce(int packetId) {
    boolean first = !receivedExactlyOnce.get(packetId);
    receivedExactlyOnce.set(packetId);
    return first;
  }

  /**
   * PUBREL came from the client: its packet id is free again.
   *
   * @return whether it was taken
   */
  boolean endExactlyOnce(int packetId) {
    boolean taken = receivedExactlyOnce.get(packetId);
    receivedExactlyOnce.clear(packetId);
    return taken;
  }
}
