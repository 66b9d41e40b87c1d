package io.margay.push.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of the records of one target; guarded by its queue's lock. */
final class Figures {
  long delivered;
  long retried;
  long dropped;
  String lastError = "";
  @Nullable Instant lastErrorTime;
  @Nullable Instant lastDelivery;
  private boolean rejecting;
  private boolean firstRejection;

  void count(TargetLine.Attempt attempt, Instant now) {
    delivered += attempt.delivered();
    dropped += attempt.done() - attempt.delivered();
    if (attempt.delivered() > 0) {
      lastDelivery = now;
    }
    firstRejection = attempt.rejection() != null && !rejecting;
    if (attempt.rejection() != null) {
      rejecting = true;
      error(attempt.rejection(), now);
    } else if (attempt.delivered() > 0) {
      rejecting = false;
    }
  }

  /** Whether the attempt counted last was rejected, and the one before was not. */
  boolean isFirstRejection() {
    return firstRejection;
  }

  void error(String reason, Instant now) {
    lastError = reason;
    lastErrorTime = now;
  }
}
