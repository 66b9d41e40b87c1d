package io.margay.bus.internal.mqtt;

import io.margay.bus.Message;
import io.margay.bus.QoS;

/**
 * A message on its way to one client.
 *
 * @param qos the lower one of what was published and what was granted
 * @param bytes the size of the payload, which is rendered by now
 */
record Delivery(Message message, QoS qos, int bytes) {

  static Delivery of(Message message, QoS granted) {
    QoS published = message.qos();
    return new Delivery(
        message, published.compareTo(granted) < 0 ? published : granted, message.payload().size());
  }

  /** Whether the client must acknowledge it. */
  boolean acknowledged() {
    return qos != QoS.AT_MOST_ONCE;
  }
}
