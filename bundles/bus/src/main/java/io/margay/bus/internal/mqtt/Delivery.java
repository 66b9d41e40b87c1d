package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.util.List;

/**
 * A message on its way to one client.
 *
 * @param qos the lower one of what was published and what was granted
 * @param identifiers of the subscriptions that match
 * @param bytes the memory it takes: the payload, which is rendered by now, and the objects around
 *     it
 */
record Delivery(Message message, QoS qos, List<Integer> identifiers, int bytes) {

  /** About what the objects of a message that waits take on a 64-bit JVM. */
  static final int OVERHEAD = 128;

  static Delivery of(Message message, SubscriptionOptions how) {
    QoS published = message.qos();
    return new Delivery(
        message,
        published.compareTo(how.qos()) < 0 ? published : how.qos(),
        how.identifiers(),
        OVERHEAD + message.payload().size());
  }

  /** Whether the client must acknowledge it. */
  boolean acknowledged() {
    return qos != QoS.AT_MOST_ONCE;
  }
}
