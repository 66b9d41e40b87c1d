package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells how a device is again and again, for devices whose manifest asks for it. Used on the
 * reconciler's thread alone.
 */
final class StateReports {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final TwinRegistry twins;
  private final TwinThread thread;
  private final Map<NamespacedName, Beat> beats = new HashMap<>();

  /** One device's cycle; another object takes its place when the cycle changes. */
  private record Beat(NamespacedName device, Duration cycle) {}

  StateReports(TwinRegistry twins, TwinThread thread) {
    this.twins = twins;
    this.thread = thread;
  }

  /** Takes up how often a device's state is told; zero for no more than when it changes. */
  void every(NamespacedName device, Duration cycle) {
    Beat before = beats.get(device);
    if (cycle.isZero()) {
      beats.remove(device);
    } else if (before == null || !before.cycle().equals(cycle)) {
      Beat beat = new Beat(device, cycle);
      beats.put(device, beat);
      arm(beat);
    }
  }

  private void arm(Beat beat) {
    Duration cycle = beat.cycle().compareTo(SHORTEST) < 0 ? SHORTEST : beat.cycle();
    thread.runIn(cycle, () -> tell(beat));
  }

  @SuppressWarnings("ReferenceEquality") // the same beat, not one like it that took its place
  private void tell(Beat beat) {
    if (beats.get(beat.device()) == beat) {
      twins.get(beat.device()).ifPresent(twins::repeatState);
      arm(beat);
    }
  }
}
