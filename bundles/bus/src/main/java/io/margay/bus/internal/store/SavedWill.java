package io.margay.bus.internal.store;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Message;

/**
 * A will that is not published yet.
 *
 * @param due when it is to be published, in the time of {@link LastingClock}; {@link
 *     SavedMessage#NEVER} while the client is connected
 */
public record SavedWill(Message message, long delaySeconds, long due) {
  public SavedWill {
    requireNonNull(message, "message");
  }
}
