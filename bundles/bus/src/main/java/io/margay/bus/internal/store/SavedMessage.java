package io.margay.bus.internal.store;

import static java.util.Objects.requireNonNull;

import io.margay.bus.Message;
import io.margay.bus.QoS;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for one client, or is under way to it.
 *
 * @param number its place in the session; grows, and is never given out twice
 * @param message null once the client has taken it and only PUBCOMP is awaited
 * @param qos with which it is delivered
 * @param identifiers of the subscriptions that matched
 * @param deadline when it is of no more use, in the time of {@link LastingClock}
 */
public record SavedMessage(
    long number, @Nullable Message message, QoS qos, List<Integer> identifiers, long deadline) {

  /** The deadline of what is of use for ever. */
  public static final long NEVER = Long.MAX_VALUE;

  public SavedMessage {
    requireNonNull(qos, "qos");
    identifiers = List.copyOf(identifiers);
  }

  /** A message of QoS 2 that the client has taken. */
  public static SavedMessage taken(long number) {
    return new SavedMessage(number, null, QoS.EXACTLY_ONCE, List.of(), NEVER);
  }
}
