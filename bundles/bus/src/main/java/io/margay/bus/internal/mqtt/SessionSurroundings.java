package io.margay.bus.internal.mqtt;

import io.margay.bus.internal.store.SessionJournal;
import io.margay.bus.internal.topic.TopicSpace;
import io.margay.bus.internal.topic.Traffic;

/**
 * What all sessions of a broker share.
 *
 * @param budget memory of what waits for all clients together
 */
record SessionSurroundings(
    TopicSpace space,
    BrokerLimits limits,
    SessionPolicy policy,
    QueueBudget budget,
    Traffic traffic,
    SessionJournal journal) {

  /** Now, in the journal's time. */
  long now() {
    return journal.clock().millis();
  }
}
