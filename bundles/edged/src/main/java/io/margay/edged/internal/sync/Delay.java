package io.margay.edged.internal.sync;

import java.time.Instant;

/**
 * Why something is not tried before a time.
 *
 * @param reason one word, as Kubernetes has it: {@code ImagePullBackOff}
 */
public record Delay(Instant until, String reason, String message) {

  /** Whether it lasts; not when it lasts longer than any does, as the clock was set back then. */
  boolean lasts(Instant now) {
    return now.isBefore(until) && !until.isAfter(now.plus(BackOffs.LONGEST));
  }
}
