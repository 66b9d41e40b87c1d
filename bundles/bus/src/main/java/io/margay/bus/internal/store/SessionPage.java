package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;

/**
 * Where one session notes what has changed. Notes are taken in memory and written later, so nothing
 * here blocks. Safe for all threads.
 */
public interface SessionPage {

  /** The page of a session that ends with its connection: nothing is noted. */
  SessionPage NONE = new BlankPage();

  /** The client came, went, or asked for something else. */
  void terms(SessionTerms terms);

  /**
   * There is a subscription.
   *
   * @param isNew whether the filter was not subscribed before
   */
  void subscribed(TopicFilter filter, SubscriptionOptions how, boolean isNew);

  void unsubscribed(TopicFilter filter);

  /** A new message waits. */
  void queued(SavedMessage message);

  /** This message, and so all before it, has been sent at least once. */
  void sent(long number);

  /** The client has taken a message of QoS 2. */
  void taken(long number);

  /** A message was acknowledged or dropped. */
  void done(long number);

  /** The client published a message of QoS 2 and has not released it. */
  void received(int packetId);

  /** The client has released it. */
  void released(int packetId);

  /** Whether the disk knows all that was noted about a message. */
  boolean durable(long number);

  /** The session is over; the page is torn out. */
  void end();
}
