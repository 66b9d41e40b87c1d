package io.margay.bus.internal.listener;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads nothing from a client while there is a reason not to. Only its loop's thread may use it.
 */
public final class ReadGate {
  private final Channel channel;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  /** Why nothing is read. */
  public enum Reason {
    /** It is being found out who the client is. */
    JUDGING,
    /** The client does not read itself. */
    NOT_READING,
    /** The client sends more bytes than it may. */
    TOO_MANY_BYTES,
    /** The client sends more messages than it may. */
    TOO_MANY_MESSAGES
  }

  public ReadGate(Channel channel) {
    this.channel = channel;
  }

  public void close(Reason reason) {
    reasons.add(reason);
    channel.config().setAutoRead(false);
  }

  public void open(Reason reason) {
    reasons.remove(reason);
    channel.config().setAutoRead(reasons.isEmpty());
  }

  boolean isClosedBy(Reason reason) {
    return reasons.contains(reason);
  }

  /** Whether the client sends more than it may. */
  public boolean isThrottled() {
    return isClosedBy(Reason.TOO_MANY_BYTES) || isClosedBy(Reason.TOO_MANY_MESSAGES);
  }
}
