package io.margay.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message on a topic.
 *
 * @param topic a topic name without wildcards
 * @param retain on publishing: whether the bus keeps it for later subscribers; on delivery: whether
 *     it was kept from before
 * @param properties what the publisher says of it besides
 */
public record Message(
    String topic, Payload payload, QoS qos, boolean retain, MessageProperties properties) {

  public Message {
    requireNonNull(topic, "topic");
    requireNonNull(payload, "payload");
    requireNonNull(qos, "qos");
    requireNonNull(properties, "properties");
  }

  /** A message of which nothing more is said. */
  public Message(String topic, Payload payload, QoS qos, boolean retain) {
    this(topic, payload, qos, retain, MessageProperties.NONE);
  }

  /** A message that is not kept, delivered at least once to MQTT clients that wish so. */
  public static Message of(String topic, Payload payload) {
    return new Message(topic, payload, QoS.AT_LEAST_ONCE, false);
  }

  /** The same message, kept or not. */
  public Message withRetain(boolean kept) {
    return kept == retain ? this : new Message(topic, payload, qos, kept, properties);
  }

  /** The same message, of use for another time from now on; null for ever. */
  public Message withLifetime(@Nullable Duration lifetime) {
    return new Message(topic, payload, qos, retain, properties.withLifetime(lifetime));
  }
}
