package io.margay.twin.internal;

import io.margay.dmi.DesiredOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of the tries to give a property its desired value.
 *
 * @param made how many there were for this wish
 * @param failure why the last one failed; null when it did not
 * @param next when the next one will be; null when there will be none, or none before the device is
 *     back
 */
public record Attempt(int made, @Nullable String failure, @Nullable Instant next) {
  static Attempt of(DesiredOutcome outcome) {
    return new Attempt(outcome.attempts(), outcome.failure(), outcome.nextAttempt());
  }
}
