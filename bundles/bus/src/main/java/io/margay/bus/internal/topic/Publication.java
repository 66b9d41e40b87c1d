package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message on its way to all whose filters match. */
final class Publication {
  private final Message message;
  private final Message unkept;
  private final @Nullable Receiver publisher;
  private boolean delivered;

  /**
   * @param publisher spared where its subscription wants nothing of its own; null for none
   */
  Publication(Message message, @Nullable Receiver publisher) {
    this.message = message;
    this.unkept = message.withRetain(false);
    this.publisher = publisher;
  }

  /** Whether there was anybody. */
  boolean delivered() {
    return delivered;
  }

  /** Delivers to the members of the only filter that matches; no receiver is among them twice. */
  void deliver(Members<Receiver, SubscriptionOptions> members) {
    for (int i = 0; i < members.size(); i++) {
      if (wanted(members.who(i), members.how(i))) {
        give(members.who(i), members.how(i));
      }
    }
  }

  /** Delivers once to each receiver, whatever number of its filters match. */
  void deliver(List<Members<Receiver, SubscriptionOptions>> matching) {
    Map<Receiver, SubscriptionOptions> receivers = new LinkedHashMap<>();
    for (Members<Receiver, SubscriptionOptions> members : matching) {
      for (int i = 0; i < members.size(); i++) {
        if (wanted(members.who(i), members.how(i))) {
          receivers.merge(members.who(i), members.how(i), SubscriptionOptions::and);
        }
      }
    }
    receivers.forEach(this::give);
  }

  private boolean wanted(Receiver receiver, SubscriptionOptions how) {
    return !how.noLocal() || receiver != publisher;
  }

  private void give(Receiver receiver, SubscriptionOptions how) {
    delivered = true;
    receiver.receive(how.retainAsPublished() ? message : unkept, how);
  }
}
