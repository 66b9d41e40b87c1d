package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
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
  private final boolean clean;
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
  private boolean pumping;

  Session(
      String clientId,
      boolean clean,
      TopicSpace space,
      BrokerLimits limits,
      QueueBudget budget,
      Traffic traffic) {
    this.clientId = clientId;
    this.clean = clean;
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
  boolean clean() {
    return clean;
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
    window.resend((id, delivery) -> newLink.publish(id, delivery, true), newLink::release);
    newLink.flush();
    pump();
  }

  /** The client is gone; from now on only messages that it must acknowledge are kept. */
  void detach() {
    link = null;
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

  void unsubscribe(TopicFilter filter) {
    if (filters.remove(filter)) {
      space.unsubscribe(filter, this);
    }
  }

  @Override
  public void receive(Message message, SubscriptionOptions how) {
    if (link == null && lowest(message.qos(), how.qos())) {
      return;
    }
    try {
      count(outbox.offer(Delivery.of(message, how.qos())));
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
      now.publish(delivery.acknowledged() ? window.add(delivery) : 0, delivery, false);
      if (!delivery.acknowledged()) {
        budget.giveBack(delivery.bytes());
      }
      traffic.countOut();
      sent++;
    }
    return sent;
  }

  /** PUBACK. */
  void acknowledged(int packetId) {
    finished(window.acknowledged(packetId));
    pump();
  }

  /** PUBREC; the caller answers PUBREL in any case. */
  void received(int packetId) {
    finished(window.received(packetId));
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

  /** PUBREL came from the client: its packet id is free again. */
  void endExactlyOnce(int packetId) {
    receivedExactlyOnce.clear(packetId);
  }
}
