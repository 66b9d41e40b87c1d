package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session as it was found on the disk.
 *
 * @param number names its page in the journal
 * @param messages in the order of their numbers
 * @param sent the number of the message that was sent last, as far as it was noted
 * @param received packet ids of messages of QoS 2 that the client has not released
 */
public record SavedSession(
    long number,
    SessionTerms terms,
    Map<TopicFilter, SubscriptionOptions> subscriptions,
    List<SavedMessage> messages,
    long sent,
    Set<Integer> received) {

  public SavedSession {
    subscriptions = Map.copyOf(subscriptions);
    messages = List.copyOf(messages);
    received = Set.copyOf(received);
  }

  /** The number of the last message that was sent at least once; 0 for none. */
  public long lastSent() {
    return messages.stream()
        .filter(message -> message.message() == null)
        .mapToLong(SavedMessage::number)
        .reduce(sent, Math::max);
  }

  /** The highest number that a message had; 0 for none. */
  public long lastNumber() {
    return messages.stream().mapToLong(SavedMessage::number).reduce(lastSent(), Math::max);
  }
}
