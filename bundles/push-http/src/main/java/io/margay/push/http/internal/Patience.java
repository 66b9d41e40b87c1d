package io.margay.push.http.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushRecord;
import java.time.Duration;

/** The time for one post: what its settings say, and never more than the engine gives. */
final class Patience {
  private Patience() {}

  static Deadline forPost(PushRecord sent, Deadline given) {
    long wanted = HttpSettings.of(sent.settings().read()).timeoutMillis();
    return Deadline.in(Duration.ofMillis(Math.min(wanted, given.remainingMillis())));
  }
}
