package io.margay.edged.internal.probe;

import io.margay.edged.internal.pod.Probe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the looks of one probe at one container have come to.
 *
 * @param verdict what is held of the container: the outcome that came often enough in a row
 * @param last the latest outcome; null before the first
 * @param inRow how often it came without another between
 * @param nextLook not before it
 */
record ProbeTrack(boolean verdict, @Nullable Outcome last, int inRow, Instant nextLook) {

  /** A container that has just started: alive, and not yet up nor ready. */
  static ProbeTrack start(ProbeKind kind, Probe probe, Instant started) {
    return new ProbeTrack(kind == ProbeKind.LIVENESS, null, 0, started.plus(probe.initialDelay()));
  }

  /** One look more; one that nobody answered leaves all as it was. */
  ProbeTrack after(Outcome outcome, Probe probe, Instant now) {
    if (outcome.answer() == Outcome.Answer.NONE) {
      return new ProbeTrack(verdict, last, inRow, now.plus(probe.period()));
    }
    int row = last != null && last.success() == outcome.success() ? inRow + 1 : 1;
    int enough = outcome.success() ? probe.successThreshold() : probe.failureThreshold();
    return new ProbeTrack(
        row >= enough ? outcome.success() : verdict, outcome, row, now.plus(probe.period()));
  }

  /** Whether it failed as often as it may. */
  boolean hasFailed(Probe probe) {
    return last != null && !last.success() && inRow >= probe.failureThreshold();
  }

  /** What the latest look said. */
  String message() {
    return last == null ? "" : last.message();
  }
}
