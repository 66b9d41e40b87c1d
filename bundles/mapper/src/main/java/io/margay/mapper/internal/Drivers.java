package io.margay.mapper.internal;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Standing;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which driver serves a protocol.
 *
 * <ul>
 *   <li>A newer driver of the same bundle name, or one that is called for, takes the place of the
 *       serving one, in a swap that loses nothing. When it is turned back, the new one is not tried
 *       again as long as it is there.
 *   <li>A driver of another bundle name waits until the serving one leaves.
 *   <li>When the serving driver leaves, the best of those that are there takes over at once.
 * </ul>
 */
final class Drivers {
  /** A driver at work. */
  interface Serving {
    /** How many devices it serves. */
    int devices();

    /** What people should know of it; empty when there is nothing. */
    String remark();

    /** What is to be said against it, though it is kept; empty when there is nothing. */
    Optional<String> doubt();

    /** The driver that is at work. */
    DriverEntry driver();

    /** Begins to replace its driver by another one. */
    Swap swapTo(DriverEntry next, Swap.Ending ending);

    /** Ends it; when this returns, its driver is left alone. */
    void stop();
  }

  /** Is told of swaps; the lock is held. */
  interface Swaps {
    /** One begins. */
    void begun(Swap swap);

    /** One is over. */
    void ended(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason);
  }

  private static final Logger log = LoggerFactory.getLogger(Drivers.class);

  private final Function<DriverEntry, Serving> serve;
  private final Swaps swaps;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Protocol> protocols = new TreeMap<>();
  private final Set<Long> called = new HashSet<>();

  /**
   * @param serve puts a driver to work
   */
  Drivers(Function<DriverEntry, Serving> serve, Swaps swaps) {
    this.serve = serve;
    this.swaps = swaps;
  }

  /** A driver has come. */
  void add(DriverEntry entry) {
    lock.lock();
    try {
      Protocol protocol = protocols.computeIfAbsent(entry.protocol(), p -> new Protocol());
      protocol.entries.add(entry);
      arrange(protocol);
      if (!entry.equals(protocol.servingEntry) && protocol.swap == null) {
        log.warn(
            "{} drivers for protocol {}: {} serves, the others wait for it to leave",
            protocol.entries.size(),
            entry.protocol(),
            protocol.servingEntry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A driver is leaving; when this returns, none of its code runs any more. */
  void remove(long serviceId) {
    lock.lock();
    try {
      for (Protocol protocol : protocols.values()) {
        protocol.entries.stream()
            .filter(entry -> entry.serviceId() == serviceId)
            .findFirst()
            .ifPresent(entry -> leave(protocol, entry));
      }
      protocols.values().removeIf(protocol -> protocol.entries.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** All leave. */
  void clear() {
    lock.lock();
    try {
      protocols.values().forEach(protocol -> stop(protocol, "the engine stops"));
      protocols.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Drivers at work of which no device has given a good value yet. */
  List<SwapRow> doubts() {
    lock.lock();
    try {
      return protocols.values().stream()
          .flatMap(protocol -> Stream.ofNullable(protocol.serving))
          .flatMap(
              serving ->
                  serving.doubt().stream()
                      .map(doubt -> SwapRow.unproven(serving.driver(), serving.devices(), doubt)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The driver that serves a protocol, if one does. */
  Optional<DriverEntry> serving(String protocol) {
    lock.lock();
    try {
      return Optional.ofNullable(protocols.get(protocol)).map(known -> known.servingEntry);
    } finally {
      lock.unlock();
    }
  }

  /** The driver that serves devices by drivers of a bundle, if one does. */
  Optional<DriverEntry> servingOf(String bundle) {
    lock.lock();
    try {
      return protocols.values().stream()
          .flatMap(protocol -> Stream.ofNullable(protocol.servingEntry))
          .filter(entry -> entry.bundle().equals(bundle))
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the drivers of a bundle take the place of those of its name that serve, be they newer or
   * not; those too that it offers later.
   */
  void call(long bundleId) {
    lock.lock();
    try {
      called.add(bundleId);
      for (Protocol protocol : protocols.values()) {
        protocol.dropped.removeIf(entry -> entry.bundleId() == bundleId);
        arrange(protocol);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Calls the drivers of a bundle no more, and has swaps to them turned back.
   *
   * @return whether one is under way, of whose end the listeners will be told
   */
  boolean callOff(long bundleId, String reason) {
    lock.lock();
    try {
      called.remove(bundleId);
      List<Swap> swaps = swapsTo(bundleId);
      swaps.forEach(swap -> swap.turnBack(reason));
      return !swaps.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** What the drivers of a bundle are doing. */
  Standing standing(long bundleId) {
    lock.lock();
    try {
      if (!swapsTo(bundleId).isEmpty()) {
        return Standing.SWAPPING;
      }
      boolean serves =
          protocols.values().stream()
              .flatMap(protocol -> Stream.ofNullable(protocol.servingEntry))
              .anyMatch(entry -> entry.bundleId() == bundleId);
      return serves ? Standing.SERVING : Standing.IDLE;
    } finally {
      lock.unlock();
    }
  }

  private List<Swap> swapsTo(long bundleId) {
    return protocols.values().stream()
        .flatMap(protocol -> Stream.ofNullable(protocol.swap))
        .filter(swap -> swap.to().bundleId() == bundleId)
        .toList();
  }

  /** All drivers, by protocol, the serving one of each first. */
  List<MapperRow> rows() {
    lock.lock();
    try {
      List<MapperRow> rows = new ArrayList<>();
      for (Protocol protocol : protocols.values()) {
        protocol.entries.stream().filter(protocol::serves).forEach(e -> rows.add(row(protocol, e)));
        protocol.entries.stream()
            .filter(Predicate.not(protocol::serves))
            .forEach(entry -> rows.add(row(protocol, entry)));
      }
      return rows;
    } finally {
      lock.unlock();
    }
  }

  private static MapperRow row(Protocol protocol, DriverEntry entry) {
    Serving serving = protocol.serves(entry) ? protocol.serving : null;
    Swap swap = protocol.swap;
    boolean comes = swap != null && entry.equals(swap.to());
    return new MapperRow(
        entry.protocol(),
        entry.bundle(),
        entry.version().toString(),
        serving != null
            ? "serving"
            : comes ? "swapping" : protocol.dropped.contains(entry) ? "dropped" : "shadowed",
        serving != null ? serving.devices() : 0,
        serving != null ? serving.remark() : protocol.servingEntry + " serves");
  }

  private void leave(Protocol protocol, DriverEntry entry) {
    protocol.entries.remove(entry);
    protocol.dropped.remove(entry);
    called.remove(entry.bundleId());
    Swap swap = protocol.swap;
    DriverEntry to = swap == null ? null : swap.to();
    boolean swapping = swap != null && (entry.equals(swap.from()) || entry.equals(to));
    if (!swapping && !protocol.serves(entry)) {
      return;
    }
    stop(protocol, entry + " has left");
    arrange(protocol);
    DriverEntry kept = protocol.servingEntry;
    if (swapping && kept != null && !kept.equals(entry)) {
      swaps.ended(kept, entry, entry.equals(to), entry + " has left");
    }
  }

  private void arrange(Protocol protocol) {
    DriverEntry serving = protocol.servingEntry;
    if (serving == null) {
      protocol
          .best()
          .ifPresent(
              best -> {
                protocol.servingEntry = best;
                protocol.serving = serve.apply(best);
              });
    } else if (protocol.swap == null) {
      protocol.entries.stream()
          .filter(entry -> entry.succeeds(serving) || isCalledFor(entry, serving))
          .filter(Predicate.not(protocol.dropped::contains))
          .findFirst()
          .ifPresent(next -> begin(protocol, next));
    }
  }

  private boolean isCalledFor(DriverEntry entry, DriverEntry serving) {
    return called.contains(entry.bundleId())
        && entry.bundle().equals(serving.bundle())
        && entry.bundleId() != serving.bundleId();
  }

  private void begin(Protocol protocol, DriverEntry next) {
    Serving serving = protocol.serving;
    if (serving == null) {
      return;
    }
    DriverEntry before = serving.driver();
    Swap begun =
        serving.swapTo(next, (back, reason) -> ended(protocol, before, next, back, reason));
    protocol.swap = begun;
    swaps.begun(begun);
  }

  private void ended(
      Protocol protocol, DriverEntry from, DriverEntry to, boolean rolledBack, String reason) {
    lock.lock();
    try {
      Swap swap = protocol.swap;
      if (swap == null || !swap.from().equals(from) || !swap.to().equals(to)) {
        return;
      }
      DriverEntry kept = rolledBack ? from : to;
      DriverEntry dropped = rolledBack ? to : from;
      protocol.swap = null;
      protocol.servingEntry = kept;
      protocol.dropped.add(dropped);
      called.remove(to.bundleId());
      swaps.ended(kept, dropped, rolledBack, reason);
      arrange(protocol);
    } finally {
      lock.unlock();
    }
  }

  private static void stop(Protocol protocol, String reason) {
    if (protocol.swap != null) {
      boolean forward = protocol.entries.contains(protocol.swap.to());
      protocol.swap.abandon(forward ? SwapStep.DONE : SwapStep.ROLLED_BACK, reason);
    }
    if (protocol.serving != null) {
      protocol.serving.stop();
    }
    protocol.swap = null;
    protocol.serving = null;
    protocol.servingEntry = null;
  }

  /** The drivers of one protocol. */
  private static final class Protocol {
    private final TreeSet<DriverEntry> entries = new TreeSet<>(DriverEntry.BEST_FIRST);
    private final Set<DriverEntry> dropped = new TreeSet<>(DriverEntry.BEST_FIRST);
    private @Nullable DriverEntry servingEntry;
    private @Nullable Serving serving;
    private @Nullable Swap swap;

    private boolean serves(DriverEntry entry) {
      return entry.equals(servingEntry);
    }

    private Optional<DriverEntry> best() {
      return entries.stream()
          .filter(entry -> !dropped.contains(entry))
          .findFirst()
          .or(() -> entries.stream().findFirst());
    }
  }
}
