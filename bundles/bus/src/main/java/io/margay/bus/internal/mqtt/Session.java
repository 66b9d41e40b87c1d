package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.store.SavedMessage;
import io.margay.bus.internal.store.SavedSession;
import io.margay.bus.internal.store.SessionPage;
import io.margay.bus.internal.topic.Receiver;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker knows of one client, connected or not (MQTT 5.0, section 4.1): its subscriptions,
 * what waits for it, and the handshakes under way in both directions. What must survive a restart
 * is noted in the session's page.
 *
 * <p>Messages come in from any thread; all else happens on the broker's thread.
 */
final class Session implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** How many messages are written before they are put on the wire. */
  private static final int BATCH = 64;

  private final SessionSurroundings around;
  private final Lease lease;
  private final SessionPage page;
  private final QueueBudget budget;
  private final Outbox outbox;
  private final OutboundWindow window = new OutboundWindow();
  private final ReceivedIds receivedIds;
  private final Promises promises;
  private final Set<TopicFilter> filters = new HashSet<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Predicate<Delivery> mayGo = this::mayGo;
  private volatile @Nullable ClientLink link;
  private volatile Permissions permissions;
  private int receiveMaximum;
  private boolean pumping;

  /** The session of a client that had none. */
  Session(SessionRequest request, SessionSurroundings around) {
    this.around = around;
    this.lease = new Lease(request, around.policy().longestExpirySeconds());
    this.page = endsWithConnection() ? SessionPage.NONE : around.journal().open(lease.terms());
    this.budget = around.budget().part(around.policy().bytesPerClient());
    this.outbox = new Outbox(around.limits().queueMessages(), budget, page, 0);
    this.receivedIds = new ReceivedIds(page, Set.of());
    this.promises = new Promises(around.journal(), this::wake);
    this.permissions = request.permissions();
    this.receiveMaximum = request.receiveMaximum();
  }

  /** A session that survived a restart; its client is absent. */
  Session(SavedSession saved, SessionSurroundings around) {
    this.around = around;
    this.lease = new Lease(saved.terms(), around.policy().longestExpirySeconds(), around.now());
    this.page = around.journal().reopen(saved);
    this.budget = around.budget().part(around.policy().bytesPerClient());
    this.outbox = new Outbox(around.limits().queueMessages(), budget, page, saved.lastNumber());
    this.receivedIds = new ReceivedIds(page, saved.received());
    this.promises = new Promises(around.journal(), this::wake);
    this.permissions = Permissions.ALL;
  }

  /** Takes up what was kept over a restart. */
  void resume(SavedSession saved) {
    long lastSent = saved.lastSent();
    saved.messages().forEach(message -> restore(message, lastSent));
    saved.subscriptions().forEach(this::resubscribe);
  }

  private void restore(SavedMessage message, long lastSent) {
    if (message.message() == null) {
      window.restore(new OutboundWindow.Slot(message.number(), null));
      return;
    }
    Delivery delivery = Delivery.of(message);
    if (delivery.number() > lastSent) {
      count(outbox.offer(delivery));
    } else if (budget.take(delivery.bytes())) {
      window.restore(new OutboundWindow.Slot(delivery.number(), delivery));
    } else {
      page.done(delivery.number());
      count(1);
    }
  }

  private void resubscribe(TopicFilter filter, SubscriptionOptions how) {
    filters.add(filter);
    around.space().subscribe(filter, how.withoutRetained(), this);
  }

  String clientId() {
    return lease.clientId();
  }

  Lease lease() {
    return lease;
  }

  /** Whether the session ends with its connection. */
  boolean endsWithConnection() {
    return lease.expirySeconds() == 0;
  }

  /** The client is here again, perhaps with other wishes and other rights. */
  void renew(SessionRequest request) {
    lease.renew(request);
    page.terms(lease.terms());
    permissions = request.permissions();
    receiveMaximum = request.receiveMaximum();
    count(outbox.dropIf(waiting -> !permissions.mayReceive(waiting.message().topic())));
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
    window.connected(Math.min(around.limits().maxInFlight(), receiveMaximum));
    link = newLink;
    pump();
  }

  /**
   * The client is gone; from now on only messages that it must acknowledge are kept. A will that
   * need not wait is published.
   */
  void detach(Departure departure) {
    disconnect();
    lease.leave(departure, around.now());
    publishDueWill(around.now());
    page.terms(lease.terms());
  }

  /** The broker stops: lets go of all, and leaves the page as it is for the next start. */
  void retire() {
    disconnect();
    filters.forEach(filter -> around.space().unsubscribe(filter, this));
    filters.clear();
    outbox.close();
    budget.giveBack(window.clear());
  }

  private void disconnect() {
    link = null;
    promises.forget();
  }

  /** Forgets all, and publishes the will that still waited; the session is not used any more. */
  void end() {
    retire();
    page.end();
    publish(lease.lastWill());
  }

  /** Publishes the will of an absent client when its time has come. */
  void publishDueWill(long now) {
    Will due = lease.dueWill(now);
    if (due != null) {
      around.journal().hold();
      publish(due);
      page.terms(lease.terms());
      around.journal().release();
    }
  }

  private void publish(@Nullable Will will) {
    if (will != null && permissions.mayPublish(will.message().topic())) {
      around.traffic().countIn();
      around.space().publish(will.message(), this);
    } else if (will != null) {
      count(1);
    }
  }

  /** Throws away what has waited for longer than it is of use. */
  void dropExpired(long now) {
    count(outbox.dropExpired(now));
  }

  @Override
  public boolean ready() {
    return link != null && outbox.size() < around.limits().queueMessages();
  }

  /** Subscribes, unless the client has too many filters. */
  boolean subscribe(TopicFilter filter, SubscriptionOptions how) {
    boolean isNew = !filters.contains(filter);
    if (isNew && filters.size() >= around.limits().maxSubscriptions()) {
      return false;
    }
    filters.add(filter);
    page.subscribed(filter, how, isNew);
    around.space().subscribe(filter, how, this);
    return true;
  }

  /** Ends a subscription, and says whether there was one. */
  boolean unsubscribe(TopicFilter filter) {
    if (!filters.remove(filter)) {
      return false;
    }
    page.unsubscribed(filter);
    around.space().unsubscribe(filter, this);
    return true;
  }

  @Override
  public void receive(Message message, SubscriptionOptions how) {
    if (!keeps(message, how) || !permissions.mayReceive(message.topic())) {
      return;
    }
    try {
      long now = message.properties().lifetime() == null ? 0 : around.now();
      count(outbox.offer(Delivery.of(message, how, now)));
    } catch (RuntimeException e) {
      LOG.debug("The payload of a message on {} cannot be made", message.topic(), e);
      count(1);
    }
    wake();
  }

  /** MQTT 5.0, section 4.1: messages of QoS 0 need not be kept for clients that are absent. */
  private boolean keeps(Message message, SubscriptionOptions how) {
    return link != null
        || around.policy().keepQos0()
        || (message.qos() != QoS.AT_MOST_ONCE && how.qos() != QoS.AT_MOST_ONCE);
  }

  private void wake() {
    ClientLink now = link;
    if (now != null) {
      now.wake(this, outbox.size());
    }
  }

  private void count(int lost) {
    if (lost > 0) {
      dropped.addAndGet(lost);
      around.traffic().countDropped(lost);
    }
  }

  /** Sends what waits, as far as the client, the window and the disk allow. */
  void pump() {
    ClientLink now = link;
    if (now == null || pumping) {
      return;
    }
    pumping = true;
    try {
      if (promises.keep()) {
        now.flush();
      }
      while (sendSome(now) > 0) {
        now.flush();
      }
    } finally {
      pumping = false;
    }
  }

  private int sendSome(ClientLink now) {
    int sent = 0;
    while (sent < BATCH && now.writable() && (sendAgain(now) || sendNext(now))) {
      sent++;
    }
    return sent;
  }

  private boolean sendAgain(ClientLink now) {
    OutboundWindow.Slot slot = window.nextResend();
    if (slot == null) {
      return false;
    }
    if (slot.delivery() == null) {
      now.release(slot.packetId());
    } else {
      send(now, slot.delivery(), true);
    }
    return true;
  }

  private boolean sendNext(ClientLink now) {
    Delivery delivery = outbox.poll(mayGo);
    if (delivery == null) {
      return false;
    }
    if (delivery.mortal() && delivery.expired(around.now())) {
      count(1);
      done(delivery);
    } else if (delivery.acknowledged()) {
      window.add(delivery);
      page.sent(delivery.number());
      send(now, delivery, false);
    } else {
      send(now, delivery, false);
      budget.giveBack(delivery.bytes());
    }
    return true;
  }

  /**
   * A message of QoS 2 must be on the disk before it is sent: its packet id must not come to mean
   * another message when the node starts anew.
   */
  private boolean mayGo(Delivery delivery) {
    if (!window.hasRoomFor(delivery)) {
      return false;
    }
    if (delivery.qos() != QoS.EXACTLY_ONCE || page.durable(delivery.number())) {
      return true;
    }
    promises.wakeWhenDurable();
    return false;
  }

  private void send(ClientLink to, Delivery delivery, boolean duplicate) {
    Duration lifetime = delivery.mortal() ? delivery.lifetime(around.now()) : null;
    if (to.publish(delivery.packetId(), delivery, lifetime, duplicate)) {
      around.traffic().countOut();
      return;
    }
    count(1);
    if (delivery.acknowledged()) {
      done(window.refused(delivery.packetId()));
    }
  }

  /** PUBACK. What waits can go with the next {@link #pump}, as after all that follows. */
  void acknowledged(int packetId) {
    done(window.acknowledged(packetId));
  }

  /**
   * PUBREC of a client that has taken the message.
   *
   * @return whether the message was under way
   */
  boolean received(int packetId) {
    Delivery delivery = window.received(packetId);
    if (delivery == null) {
      return window.awaitsCompletion(packetId);
    }
    budget.giveBack(delivery.bytes());
    page.taken(delivery.number());
    return true;
  }

  /** PUBACK or PUBREC of a client that does not want the message: it is done. */
  void refused(int packetId) {
    done(window.refused(packetId));
  }

  private void done(@Nullable Delivery delivery) {
    if (delivery != null) {
      budget.giveBack(delivery.bytes());
      if (delivery.acknowledged()) {
        page.done(delivery.number());
      }
    }
  }

  /** PUBCOMP. */
  void completed(int packetId) {
    OutboundWindow.Slot slot = window.completed(packetId);
    if (slot != null) {
      page.done(slot.number());
    }
  }

  /**
   * Does something that the client is answered. The answer is sent when all that it promises is on
   * the disk, after the answers before it.
   */
  <T> void answer(Supplier<T> deed, Consumer<T> reply) {
    promises.answer(deed, reply);
  }

  /**
   * A PUBLISH of QoS 2 came from the client.
   *
   * @return whether it is the first of its packet id, and so must be published
   */
  boolean beginExactlyOnce(int packetId) {
    return receivedIds.begin(packetId);
  }

  /**
   * PUBREL came from the client: its packet id is free again.
   *
   * @return whether it was taken
   */
  boolean endExactlyOnce(int packetId) {
    return receivedIds.end(packetId);
  }
}
