package io.margay.bus;

import org.osgi.annotation.versioning.ProviderType;

/** Publish and subscribe on MQTT topics. All calls may come from any thread and do not block. */
@ProviderType
public interface MessageBus {

  /** How many messages wait for a slow subscriber before the oldest are dropped, if not said. */
  int DEFAULT_QUEUE = 1024;

  /**
   * Gives a message to all whose filters match its topic, inside the JVM and outside.
   *
   * @throws IllegalArgumentException when the topic has wildcards
   */
  void publish(Message message);

  /**
   * Whether somebody listens to a topic with a filter that does not match another topic too. What
   * is told under two topics need be told under the second only then. A bus that does not know who
   * listens, because another broker does, says yes.
   */
  boolean isHeardBeside(String topic, String other);

  /** Subscribes with a queue of {@link #DEFAULT_QUEUE} messages. */
  default Subscription subscribe(TopicFilter filter, Subscriber subscriber) {
    return subscribe(filter, DEFAULT_QUEUE, subscriber);
  }

  /**
   * Subscribes; messages that were retained come first.
   *
   * @param queue how many messages may wait, at least 1
   */
  Subscription subscribe(TopicFilter filter, int queue, Subscriber subscriber);
}
