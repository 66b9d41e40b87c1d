package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;

/** Notes nothing, and so has nothing to wait for. */
final class BlankPage implements SessionPage {
  @Override
  public void terms(SessionTerms terms) {}

  @Override
  public void subscribed(TopicFilter filter, SubscriptionOptions how, boolean isNew) {}

  @Override
  public void unsubscribed(TopicFilter filter) {}

  @Override
  public void queued(SavedMessage message) {}

  @Override
  public void sent(long number) {}

  @Override
  public void taken(long number) {}

  @Override
  public void done(long number) {}

  @Override
  public void received(int packetId) {}

  @Override
  public void released(int packetId) {}

  @Override
  public boolean durable(long number) {
    return true;
  }

  @Override
  public void end() {}
}
