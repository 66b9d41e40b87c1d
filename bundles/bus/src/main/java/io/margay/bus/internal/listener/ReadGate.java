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
    /** The client sends more than it may. */
    TOO_FAST
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

  public boolean isClosedBy(Reason reason) {
    return reasons.contains(reason);
  }
}
