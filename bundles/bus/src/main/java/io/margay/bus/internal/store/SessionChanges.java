package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import org.jspecify.annotations.Nullable;

/** In what one session differs from what the disk knows of it. Not safe for several threads. */
final class SessionChanges {
  final Difference<TopicFilter, SubscriptionOptions> subscriptions = new Difference<>();
  final Difference<Long, SavedMessage> messages = new Difference<>();
  final Difference<Integer, Boolean> received = new Difference<>();
  private boolean fresh;
  private @Nullable SessionTerms terms;
  private long sent;
  private boolean sentMatters;
  private boolean ended;

  /**
   * @param fresh whether the disk does not know the session at all
   */
  SessionChanges(boolean fresh) {
    this.fresh = fresh;
  }

  boolean fresh() {
    return fresh;
  }

  /** Who the client is and how long the session is kept; null when that is as it was. */
  @Nullable SessionTerms terms() {
    return terms;
  }

  void terms(SessionTerms now) {
    terms = now;
  }

  /** The number of the message sent last; 0 when none was. */
  long sent() {
    return sent;
  }

  /** Alone worth a write only when the message is on the disk already. */
  void sent(long number) {
    sent = Math.max(sent, number);
    sentMatters |= !messages.contains(number);
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    terms = null;
    subscriptions.clear();
    messages.clear();
    received.clear();
  }

  boolean isEmpty() {
    return ended
        ? fresh
        : terms == null
            && !sentMatters
            && subscriptions.isEmpty()
            && messages.isEmpty()
            && received.isEmpty();
  }

  /** Takes back earlier changes of the session that could not be written. */
  void addEarlier(SessionChanges earlier) {
    fresh |= earlier.fresh;
    if (ended) {
      return;
    }
    terms = terms == null ? earlier.terms : terms;
    sent = Math.max(sent, earlier.sent);
    sentMatters |= earlier.sentMatters;
    subscriptions.addEarlier(earlier.subscriptions);
    messages.addEarlier(earlier.messages);
    received.addEarlier(earlier.received);
  }
}
