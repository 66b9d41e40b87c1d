package io.margay.edged.internal.probe;

import static java.util.Objects.requireNonNull;

import io.margay.edged.internal.pod.PodContainer;
import io.margay.edged.internal.pod.Probe;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The health of one running container, as its probes find it (kubernetes.io, "Configure Liveness,
 * Readiness and Startup Probes"). Pure: time and outcomes come from outside. Not thread-safe.
 *
 * <p>Without a startup probe a container has started at once; while one has not succeeded, no other
 * probe looks. Without a readiness probe it is ready once it has started. A startup or liveness
 * probe that failed too often asks for another container, and then no probe looks any more.
 */
public final class ContainerHealth {
  private final Map<ProbeKind, Probe> probes = new EnumMap<>(ProbeKind.class);
  private final Map<ProbeKind, ProbeTrack> tracks = new EnumMap<>(ProbeKind.class);
  private final Set<ProbeKind> looking = EnumSet.noneOf(ProbeKind.class);

  /** The health of a container that started. */
  public ContainerHealth(PodContainer container, Instant started) {
    put(ProbeKind.STARTUP, container.startup(), started);
    put(ProbeKind.LIVENESS, container.liveness(), started);
    put(ProbeKind.READINESS, container.readiness(), started);
  }

  private void put(ProbeKind kind, @Nullable Probe probe, Instant started) {
    if (probe != null) {
      probes.put(kind, probe);
      tracks.put(kind, ProbeTrack.start(kind, probe, started));
    }
  }

  /** Takes the looks that are due; each must be followed by {@link #found}. */
  public Map<ProbeKind, Probe> take(Instant now) {
    Map<ProbeKind, Probe> due = new EnumMap<>(ProbeKind.class);
    for (ProbeKind kind : open()) {
      if (!looking.contains(kind) && isDue(kind, now)) {
        due.put(kind, probe(kind));
      }
    }
    looking.addAll(due.keySet());
    return due;
  }

  /** A look that is further away than any can be was planned before the clock was set back. */
  private boolean isDue(ProbeKind kind, Instant now) {
    Instant next = track(kind).nextLook();
    Instant latest = now.plus(probe(kind).initialDelay()).plus(probe(kind).period());
    return !next.isAfter(now) || next.isAfter(latest);
  }

  /** When the next look is due; never, while none is or all are being taken. */
  public Optional<Instant> nextLook() {
    return open().stream()
        .filter(kind -> !looking.contains(kind))
        .map(kind -> track(kind).nextLook())
        .min(Instant::compareTo);
  }

  /**
   * Remembers what a look found.
   *
   * @return whether anything that {@link #started}, {@link #ready} or {@link #failed} say changed
   */
  public boolean found(ProbeKind kind, Outcome outcome, Instant now) {
    boolean started = started();
    boolean ready = ready();
    boolean failed = failed().isPresent();
    looking.remove(kind);
    tracks.put(kind, track(kind).after(outcome, probe(kind), now));
    return started != started() || ready != ready() || failed != failed().isPresent();
  }

  /** Whether it has come up. */
  public boolean started() {
    ProbeTrack startup = tracks.get(ProbeKind.STARTUP);
    return startup == null || startup.verdict();
  }

  /** Whether it can serve others. */
  public boolean ready() {
    ProbeTrack readiness = tracks.get(ProbeKind.READINESS);
    return started() && failed().isEmpty() && (readiness == null || readiness.verdict());
  }

  /** Why the container must be started again, if it must. */
  public Optional<Failure> failed() {
    for (ProbeKind kind : new ProbeKind[] {ProbeKind.STARTUP, ProbeKind.LIVENESS}) {
      ProbeTrack track = tracks.get(kind);
      boolean isOver = kind == ProbeKind.STARTUP && started();
      if (track != null && !isOver && track.hasFailed(probe(kind))) {
        return Optional.of(new Failure(kind, probe(kind), track.message()));
      }
    }
    return Optional.empty();
  }

  /** The probe that failed too often, and what it said last. */
  public record Failure(ProbeKind kind, Probe probe, String message) {}

  private Set<ProbeKind> open() {
    if (failed().isPresent()) {
      return Set.of();
    }
    Set<ProbeKind> open = EnumSet.noneOf(ProbeKind.class);
    open.addAll(probes.keySet());
    if (started()) {
      open.remove(ProbeKind.STARTUP);
    } else {
      open.retainAll(Set.of(ProbeKind.STARTUP));
    }
    return open;
  }

  private Probe probe(ProbeKind kind) {
    return requireNonNull(probes.get(kind), kind::name);
  }

  private ProbeTrack track(ProbeKind kind) {
    return requireNonNull(tracks.get(kind), kind::name);
  }
}
