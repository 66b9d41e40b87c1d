package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.PropertyWrite;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.report.DeviceMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desired values of a device that it has not taken yet. Guarded by the device's lock.
 *
 * <ul>
 *   <li>A wish is written once. It comes back when it changes, be it only in its metadata.
 *   <li>One that the device does not take is tried again, with growing waits, while it stands.
 *   <li>One that can never be taken, such as a text for a number, is refused and not tried again.
 *   <li>What became of each try is told to the runtime. The log has the first failure, and those
 *       with another reason.
 * </ul>
 */
final class Wishes {
  /** A wish, and what became of it so far. */
  static final class Wish {
    private final PropertySlot slot;
    private final TwinProperty desired;
    private final BackOff backOff;
    private long notBeforeNanos;
    private boolean refused;
    private @Nullable String toldFailure;

    private Wish(PropertySlot slot, TwinProperty desired, BackOff backOff, long nowNanos) {
      this.slot = slot;
      this.desired = desired;
      this.backOff = backOff;
      this.notBeforeNanos = nowNanos;
    }

    private boolean isSameAs(Wish other) {
      return desired.equals(other.desired) && slot.spec().equals(other.slot.spec());
    }

    PropertySlot slot() {
      return slot;
    }
  }

  /**
   * Wishes that are tried together.
   *
   * @param writes one for each wish, in the same order
   * @param refusals of those that cannot even be tried
   */
  record Attempt(List<Wish> wishes, List<PropertyWrite> writes, List<DesiredOutcome> refusals) {}

  private static final Logger log = LoggerFactory.getLogger(Wishes.class);

  private final NamespacedName device;
  private final DeviceMemory memory;
  private final Supplier<BackOff> backOffs;
  private final Supplier<Instant> clock;
  private final Map<String, Wish> open = new LinkedHashMap<>();

  /**
   * @param clock the time of day
   */
  Wishes(
      NamespacedName device,
      DeviceMemory memory,
      Supplier<BackOff> backOffs,
      Supplier<Instant> clock) {
    this.device = device;
    this.memory = memory;
    this.backOffs = backOffs;
    this.clock = clock;
  }

  /** Takes up the wishes of a description, in its order. */
  void describe(DeviceImage image, long nowNanos) {
    Map<String, Wish> before = new LinkedHashMap<>(open);
    open.clear();
    for (PropertySlot slot : image.slots()) {
      TwinProperty desired = slot.desired();
      if (desired == null || desired.equals(memory.fulfilled(slot.name()))) {
        if (desired == null) {
          memory.fulfilled(slot.name(), null);
        }
        continue;
      }
      Wish wish = new Wish(slot, desired, backOffs.get(), nowNanos);
      Wish known = before.get(slot.name());
      if (known != null && known.isSameAs(wish)) {
        wish.toldFailure = known.toldFailure;
        wish = known.refused ? wish : known;
      }
      open.put(slot.name(), wish);
    }
  }

  /** When the next wish is to be tried; empty when none is. */
  OptionalLong nextTryNanos() {
    return open.values().stream()
        .filter(wish -> !wish.refused)
        .mapToLong(wish -> wish.notBeforeNanos)
        .reduce((a, b) -> a - b < 0 ? a : b);
  }

  /** The wishes whose time has come. */
  Attempt begin(long nowNanos) {
    Attempt attempt = new Attempt(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Wish wish : open.values()) {
      if (wish.refused || wish.notBeforeNanos - nowNanos > 0) {
        continue;
      }
      try {
        Object value = wish.slot.encoder().encode(wish.desired.value());
        attempt.writes().add(new PropertyWrite(wish.slot.spec(), value));
        attempt.wishes().add(wish);
      } catch (UnfitValueException e) {
        wish.refused = true;
        attempt.refusals().add(failure(wish, String.valueOf(e.getMessage()), null));
      }
    }
    return attempt;
  }

  /** Takes note of what the device did; what the driver left out counts as failed. */
  List<DesiredOutcome> tried(Attempt attempt, List<@Nullable WriteResult> results, long nowNanos) {
    List<DesiredOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < attempt.wishes().size(); i++) {
      WriteResult result = i < results.size() ? results.get(i) : null;
      Wish wish = attempt.wishes().get(i);
      if (result == null) {
        failed(wish, "the driver gave no result", nowNanos, outcomes);
      } else if (result.failure() != null) {
        failed(wish, result.failure(), nowNanos, outcomes);
      } else {
        taken(wish, outcomes);
      }
    }
    return outcomes;
  }

  /** Takes note that nothing could be written. */
  List<DesiredOutcome> failed(Attempt attempt, String reason, long nowNanos) {
    List<DesiredOutcome> outcomes = new ArrayList<>();
    attempt.wishes().forEach(wish -> failed(wish, reason, nowNanos, outcomes));
    return outcomes;
  }

  /** The properties that the device has not taken a wish of, though that was tried. */
  Set<String> failing() {
    return open.values().stream()
        .filter(wish -> wish.toldFailure != null)
        .map(wish -> wish.slot.name())
        .collect(Collectors.toSet());
  }

  /** Tells of wishes that nothing was told of yet that the device is away. */
  List<DesiredOutcome> away(String reason) {
    List<DesiredOutcome> outcomes = new ArrayList<>();
    for (Wish wish : open.values()) {
      if (wish.toldFailure == null) {
        outcomes.add(failure(wish, "the device is away: " + reason, null));
      }
    }
    return outcomes;
  }

  private void taken(Wish wish, List<DesiredOutcome> outcomes) {
    if (open.remove(wish.slot.name(), wish)) {
      memory.fulfilled(wish.slot.name(), wish.desired);
      outcomes.add(
          new DesiredOutcome(
              wish.slot.name(), wish.desired.value(), null, wish.backOff.failures() + 1, null));
    }
  }

  private void failed(Wish wish, String reason, long nowNanos, List<DesiredOutcome> outcomes) {
    long wait = wish.backOff.failed();
    wish.notBeforeNanos = nowNanos + wait;
    if (open.get(wish.slot.name()) == wish) {
      outcomes.add(failure(wish, reason, clock.get().plusNanos(wait)));
    }
  }

  private DesiredOutcome failure(Wish wish, String reason, @Nullable Instant nextAttempt) {
    if (!reason.equals(wish.toldFailure)) {
      wish.toldFailure = reason;
      log.warn(
          "device {}: {} is not set to {}: {}{}",
          device,
          wish.slot.name(),
          Numbers.quoted(wish.desired.value()),
          reason,
          wish.refused ? "" : "; tried again while the wish stands");
    }
    return new DesiredOutcome(
        wish.slot.name(), wish.desired.value(), reason, wish.backOff.failures(), nextAttempt);
  }
}
