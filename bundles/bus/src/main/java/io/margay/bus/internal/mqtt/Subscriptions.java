package io.margay.bus.internal.mqtt;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.packet.Packet.Subscribe;
import io.margay.bus.internal.packet.Packet.Unsubscribe;
import io.margay.bus.internal.packet.Packet.Wish;
import io.margay.bus.internal.packet.ProtocolViolation;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.topic.SharedFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.margay.bus.internal.topic.SubscriptionOptions.RetainHandling;
import java.util.ArrayList;
import java.util.List;

/** Takes SUBSCRIBE and UNSUBSCRIBE of one client (MQTT 5.0, sections 3.8 to 3.11). */
final class Subscriptions {
  private final Permissions permissions;
  private final Session session;
  private final ChannelLink link;

  Subscriptions(Permissions permissions, Session session, ChannelLink link) {
    this.permissions = permissions;
    this.session = session;
    this.link = link;
  }

  /** A packet with a mistake in one filter changes nothing. */
  void take(Subscribe packet) {
    List<TopicFilter> filters = new ArrayList<>();
    for (Wish wish : packet.wishes()) {
      filters.add(filter(wish));
    }
    session.answer(
        () -> subscribe(filters, packet), reasons -> link.subscribed(packet.packetId(), reasons));
  }

  private List<ReasonCode> subscribe(List<TopicFilter> filters, Subscribe packet) {
    List<ReasonCode> reasons = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      Wish wish = packet.wishes().get(i);
      reasons.add(subscribe(filters.get(i), wish, packet.identifier()));
    }
    return reasons;
  }

  private static TopicFilter filter(Wish wish) {
    TopicFilter filter = filter(wish.filter());
    if (wish.noLocal() && SharedFilter.isShared(filter)) {
      throw ProtocolViolation.protocolError("a shared subscription with the no-local option");
    }
    return filter;
  }

  private static TopicFilter filter(String text) {
    try {
      TopicFilter filter = new TopicFilter(text);
      if (SharedFilter.isShared(filter)) {
        SharedFilter unused = SharedFilter.of(filter);
      }
      return filter;
    } catch (IllegalArgumentException e) {
      throw ProtocolViolation.malformed(String.valueOf(e.getMessage()));
    }
  }

  private ReasonCode subscribe(TopicFilter filter, Wish wish, int identifier) {
    TopicFilter read = SharedFilter.isShared(filter) ? SharedFilter.of(filter).filter() : filter;
    if (!permissions.maySubscribe(read)) {
      return ReasonCode.NOT_AUTHORIZED;
    }
    SubscriptionOptions options =
        new SubscriptionOptions(
            wish.qos(),
            wish.noLocal(),
            wish.retainAsPublished(),
            retained(wish.retainHandling()),
            identifier == 0 ? List.of() : List.of(identifier));
    if (!session.subscribe(filter, options)) {
      return ReasonCode.QUOTA_EXCEEDED;
    }
    return switch (wish.qos()) {
      case AT_MOST_ONCE -> ReasonCode.SUCCESS;
      case AT_LEAST_ONCE -> ReasonCode.GRANTED_QOS_1;
      case EXACTLY_ONCE -> ReasonCode.GRANTED_QOS_2;
    };
  }

  private static RetainHandling retained(int retainHandling) {
    return switch (retainHandling) {
      case 0 -> RetainHandling.ALWAYS;
      case 1 -> RetainHandling.IF_NEW;
      default -> RetainHandling.NEVER;
    };
  }

  void take(Unsubscribe packet) {
    List<TopicFilter> filters = packet.filters().stream().map(Subscriptions::filter).toList();
    session.answer(
        () -> filters.stream().map(this::unsubscribe).toList(),
        reasons -> link.unsubscribed(packet.packetId(), reasons));
  }

  private ReasonCode unsubscribe(TopicFilter filter) {
    return session.unsubscribe(filter) ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED;
  }
}
