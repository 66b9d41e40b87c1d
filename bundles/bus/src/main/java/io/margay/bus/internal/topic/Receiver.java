package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import java.util.List;

/** Whom the topic space gives messages to. Called from any thread; must neither block nor throw. */
public interface Receiver {

  /**
   * Takes one message.
   *
   * @param granted the highest quality of service of all filters of this receiver that match
   */
  void receive(Message message, QoS granted);

  /** Takes what was retained under a filter that was just subscribed, before anything newer. */
  default void replay(List<Message> retained, QoS granted) {
    retained.forEach(message -> receive(message, granted));
  }
}
