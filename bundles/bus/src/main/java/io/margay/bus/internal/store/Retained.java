package io.margay.bus.internal.store;

import io.margay.bus.Message;
import java.time.Duration;

/**
 * A message that is retained.
 *
 * @param deadline when it is of no more use, in the time of {@link LastingClock}
 */
record Retained(Message message, long deadline) {

  static Retained of(Message message, long now) {
    Duration lifetime = message.properties().lifetime();
    return new Retained(message, lifetime == null ? SavedMessage.NEVER : now + lifetime.toMillis());
  }

  /** The message with what is left of its lifetime. */
  Message message(long now) {
    return deadline == SavedMessage.NEVER
        ? message
        : message.withLifetime(Duration.ofMillis(deadline - now));
  }
}
