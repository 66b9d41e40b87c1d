package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;

/** A session's page in the journal on the disk. */
final class Page implements SessionPage {
  private final Journal journal;
  private final long number;

  Page(Journal journal, long number) {
    this.journal = journal;
    this.number = number;
  }

  @Override
  public void terms(SessionTerms terms) {
    journal.note(number, changes -> changes.terms(terms));
  }

  @Override
  public void subscribed(TopicFilter filter, SubscriptionOptions how, boolean isNew) {
    journal.note(number, changes -> changes.subscriptions.put(filter, how, isNew));
  }

  @Override
  public void unsubscribed(TopicFilter filter) {
    journal.note(number, changes -> changes.subscriptions.remove(filter));
  }

  @Override
  public void queued(SavedMessage message) {
    journal.note(number, changes -> changes.messages.put(message.number(), message, true));
  }

  @Override
  public void sent(long message) {
    journal.note(number, changes -> changes.sent(message));
  }

  @Override
  public void taken(long message) {
    journal.note(
        number, changes -> changes.messages.put(message, SavedMessage.taken(message), false));
  }

  @Override
  public void done(long message) {
    journal.note(number, changes -> changes.messages.remove(message));
  }

  @Override
  public void received(int packetId) {
    journal.note(number, changes -> changes.received.put(packetId, true, true));
  }

  @Override
  public void released(int packetId) {
    journal.note(number, changes -> changes.received.remove(packetId));
  }

  @Override
  public boolean durable(long message) {
    return journal.durable(number, message);
  }

  @Override
  public void end() {
    journal.note(number, SessionChanges::end);
  }
}
