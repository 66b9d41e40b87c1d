package io.margay.edged.internal.gc;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What the node is short of. It stays so for a while after there is enough again, so that pods do
 * not come and go with every breath. Not thread-safe.
 */
public final class Pressure {
  private final Duration transition;
  private final Map<Signal, Instant> lastCrossed = new EnumMap<>(Signal.class);

  /**
   * @param transition how long there must have been enough
   */
  public Pressure(Duration transition) {
    this.transition = transition;
  }

  /** Takes what is too little now, and says what the node is short of. */
  public Set<Signal> see(Set<Signal> crossed, Instant now) {
    crossed.forEach(signal -> lastCrossed.put(signal, now));
    lastCrossed.values().removeIf(last -> !last.plus(transition).isAfter(now));
    return EnumSet.copyOf(
        lastCrossed.isEmpty() ? EnumSet.noneOf(Signal.class) : lastCrossed.keySet());
  }
}
