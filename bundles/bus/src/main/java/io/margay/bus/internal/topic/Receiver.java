package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import java.util.List;

/** Whom the topic space gives messages to. Called from any thread; must neither block nor throw. */
public interface Receiver {

  /**
   * Takes one message.
   *
   * @param how what the receiver's matching filter asks for; with several, that of the highest
   *     quality of service
   */
  void receive(Message message, SubscriptionOptions how);

  /** Takes what was retained under a filter that was just subscribed, before anything newer. */
  default void replay(List<Message> retained, SubscriptionOptions how) {
    retained.forEach(message -> receive(message, how));
  }
}
