package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import java.util.List;

/** Whom the topic space gives messages to. Called from any thread; must neither block nor throw. */
public interface Receiver {

  /**
   * Takes one message, whose retain flag is as this receiver shall see it.
   *
   * @param how what the receiver's matching filters ask for; with several, the most of each
   */
  void receive(Message message, SubscriptionOptions how);

  /**
   * Takes what was retained under a filter that was just subscribed, before anything newer. The
   * messages have their retain flag set.
   */
  default void replay(List<Message> retained, SubscriptionOptions how) {
    retained.forEach(message -> receive(message, how));
  }

  /**
   * Whether it could pass on a message at once. A shared subscription gives its messages to members
   * that are ready, as long as there are any.
   */
  default boolean ready() {
    return true;
  }
}
