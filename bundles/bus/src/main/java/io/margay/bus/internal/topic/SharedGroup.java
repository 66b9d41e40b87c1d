package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Receivers that share the messages of one filter: each message goes to one of them, in turn (MQTT
 * 5.0, section 4.8.2). One that is not ready is passed over as long as another is.
 *
 * <p>Members come and go on one thread at a time; messages come from any.
 */
final class SharedGroup implements Receiver {
  /** Each member's own options count, so that the group itself asks for all there is. */
  static final SubscriptionOptions OPTIONS =
      new SubscriptionOptions(
          QoS.EXACTLY_ONCE, false, true, SubscriptionOptions.RetainHandling.NEVER, List.of());

  private final AtomicInteger turn = new AtomicInteger();
  private volatile Members<Receiver, SubscriptionOptions> members = Members.none();

  void put(Receiver receiver, SubscriptionOptions how) {
    members = members.with(receiver, how);
  }

  void remove(Receiver receiver) {
    members = members.without(receiver);
  }

  int size() {
    return members.size();
  }

  @Override
  public void receive(Message message, SubscriptionOptions group) {
    Members<Receiver, SubscriptionOptions> now = members;
    if (now.size() == 0) {
      return;
    }
    int first = Math.floorMod(turn.getAndIncrement(), now.size());
    int chosen = first;
    for (int i = 0; i < now.size(); i++) {
      int next = (first + i) % now.size();
      if (now.who(next).ready()) {
        chosen = next;
        break;
      }
    }
    SubscriptionOptions how = now.how(chosen);
    now.who(chosen).receive(how.retainAsPublished() ? message : message.withRetain(false), how);
  }
}
