package io.margay.twin.internal;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.DeviceState;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.twin.internal.status.KeptProperty;
import io.margay.twin.internal.status.KeptStatus;
import io.margay.twin.internal.status.TwinSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The twin of one device: all that is wished for, and all that was reported. Safe for all threads;
 * what it gives out does not change any more.
 */
final class DeviceTwin {
  /** How many properties programs may make up; it bounds what they can make the node remember. */
  static final int MOST_MADE_UP = 256;

  private final NamespacedName key;
  private final Object lock = new Object();
  private final Map<String, TwinSide> sides = new LinkedHashMap<>();
  private final Set<String> deleted = new HashSet<>(0);
  private final Standing standing;
  private Map<String, KeptProperty> kept;
  private @Nullable NamespacedName model;
  private String protocol = "";
  private boolean described;
  private boolean served;
  private boolean spokenFor;
  private boolean moved;
  private @Nullable Instant lastReport;

  /**
   * What a description changed.
   *
   * @param reshaped whether there are other properties than before
   * @param wished the properties of which something else is desired than before
   */
  record Described(boolean reshaped, List<TwinChange> wished) {
    boolean isNews() {
      return reshaped || !wished.isEmpty();
    }
  }

  /**
   * The twin of a device.
   *
   * @param kept what the store has of it from an earlier run
   */
  DeviceTwin(NamespacedName key, KeptStatus kept, Instant now) {
    this.key = key;
    this.kept = kept.properties();
    this.standing = new Standing(kept.lastOnline(), now);
  }

  NamespacedName key() {
    return key;
  }

  /** Takes note of the model that the device refers to, be it there or not. */
  void refersTo(NamespacedName modelKey) {
    synchronized (lock) {
      model = modelKey;
    }
  }

  /** Whether it refers to that model. */
  boolean isOf(NamespacedName modelKey) {
    synchronized (lock) {
      return modelKey.equals(model);
    }
  }

  /**
   * Takes up what manifest and model say. Properties that vanished go, with what was known; the
   * first time, what was kept from an earlier run comes back.
   */
  Described describe(Device device, DeviceModel common, Map<String, Wish> wishes, Instant now) {
    List<TwinChange> wished = new ArrayList<>();
    synchronized (lock) {
      boolean first = !described;
      described = true;
      model = common.key();
      protocol = Mappers.protocol(device, common);
      boolean shrunk = sides.entrySet().removeIf(side -> vanished(side, device));
      for (DeviceProperty property : device.properties()) {
        Optional<ModelProperty> inModel = common.property(property.name());
        String name = inModel.map(ModelProperty::name).orElse(property.name());
        PropertyView last = sides.containsKey(name) ? sides.get(name).view() : null;
        TwinSide side =
            sides.computeIfAbsent(name, fresh -> TwinSide.described(fresh, kept.get(fresh)));
        inModel.ifPresent(side::describe);
        if (side.expect(property.desired(), wishes.get(name), now)) {
          wished.add(new TwinChange(name, last, side.view()));
        }
      }
      if (first) {
        wishes.forEach(this::restoreMadeUp);
        kept.forEach(this::restoreMadeUp);
        kept = Map.of();
      }
      return new Described(first || shrunk, wished);
    }
  }

  private static boolean vanished(Map.Entry<String, TwinSide> side, Device device) {
    return !side.getValue().isMadeUp() && device.property(side.getKey()).isEmpty();
  }

  private void restoreMadeUp(String name, Wish wish) {
    if (wish.addedType() != null && !sides.containsKey(name)) {
      makeUp(name, wish.addedType()).expect(wish);
    }
  }

  private void restoreMadeUp(String name, KeptProperty known) {
    if (known.madeUp() && !sides.containsKey(name)) {
      makeUp(name, known.typeName());
    }
  }

  private TwinSide makeUp(String name, String typeName) {
    TwinSide side = TwinSide.madeUp(name, typeName, kept.get(name));
    sides.put(name, side);
    deleted.remove(name);
    return side;
  }

  /** Takes samples, and gives what they changed. */
  List<Reported> report(List<Sample> samples, Instant now) {
    List<Reported> changes = new ArrayList<>(samples.size());
    synchronized (lock) {
      lastReport = now;
      moved = true;
      for (Sample sample : samples) {
        TwinSide side = sides.get(sample.property());
        if (side != null) {
          changes.add(side.report(sample));
        }
        if (sample.quality() != Quality.BAD) {
          standing.answered(now);
        }
      }
    }
    return changes;
  }

  /**
   * Takes an outcome; gives who wished for it, when the wish still stands and the outcome says
   * something new.
   */
  Optional<Asker> settle(DesiredOutcome outcome) {
    synchronized (lock) {
      TwinSide side = sides.get(outcome.property());
      return side == null ? Optional.empty() : side.settle(outcome);
    }
  }

  /**
   * Takes note that nobody reads the device, unless a program does: no reading is good any more.
   *
   * @return the readings that were
   */
  List<Reported> distrust(String why) {
    synchronized (lock) {
      return spokenFor
          ? List.of()
          : sides.values().stream().flatMap(side -> side.doubt(why).stream()).toList();
    }
  }

  /** Sets what programs may set, by message or shell, and gives what it changed. */
  List<TwinChange> update(TwinUpdate update, Instant now) {
    List<TwinChange> changes = new ArrayList<>();
    synchronized (lock) {
      update
          .properties()
          .forEach(
              (name, wanted) -> {
                PropertyView before = view(name);
                boolean changed =
                    wanted.isEmpty() ? delete(name) : set(name, wanted.get(), update.asker(), now);
                if (changed) {
                  changes.add(new TwinChange(name, before, view(name)));
                }
              });
    }
    return changes;
  }

  private @Nullable PropertyView view(String name) {
    TwinSide side = sides.get(name);
    return side == null ? null : side.view();
  }

  private boolean delete(String name) {
    TwinSide side = sides.get(name);
    if (side == null || !side.isOptional()) {
      return false;
    }
    sides.remove(name);
    if (deleted.size() < MOST_MADE_UP) {
      deleted.add(name);
    }
    return true;
  }

  /** Changes a property, or makes it up if no manifest has it. */
  private boolean set(String name, PropertyUpdate wanted, Asker asker, Instant now) {
    TwinSide there = sides.get(name);
    TwinSide side = there == null ? makeUp(name, wanted.typeName()) : there;
    if (wanted.actual() != null) {
      spokenFor = !served;
    }
    return side.set(wanted, asker, now) || there == null;
  }

  /** How many properties programs have made up. */
  int madeUp() {
    synchronized (lock) {
      return (int) sides.values().stream().filter(TwinSide::isMadeUp).count();
    }
  }

  /** Whether a property was there that a program has deleted. */
  boolean wasDeleted(String name) {
    synchronized (lock) {
      return deleted.contains(name);
    }
  }

  /** Notes that a program on MQTT says how the device is; of no weight while a mapper does. */
  void speakFor() {
    synchronized (lock) {
      spokenFor = !served;
    }
  }

  /** Forgets that a program spoke for the device; it may begin again. */
  void silence() {
    synchronized (lock) {
      spokenFor = false;
    }
  }

  boolean isSpokenFor() {
    synchronized (lock) {
      return spokenFor;
    }
  }

  /** Notes how the device is; gives whether that is news. */
  boolean become(DeviceState state, @Nullable String reason, Instant now) {
    synchronized (lock) {
      return standing.become(state, reason, now);
    }
  }

  DeviceCondition condition() {
    synchronized (lock) {
      return standing.condition();
    }
  }

  /** Notes whether a mapper has the device; gives whether that is news. */
  boolean serve(boolean byMapper) {
    synchronized (lock) {
      boolean news = byMapper != served;
      served = byMapper;
      spokenFor &= !byMapper;
      return news;
    }
  }

  /** All that is to be kept; empty until manifest and model have been seen. */
  Optional<TwinSnapshot> snapshot() {
    synchronized (lock) {
      if (!described) {
        return Optional.empty();
      }
      moved = false;
      return Optional.of(new TwinSnapshot(key, standing.condition(), served, views()));
    }
  }

  /** Whether anything was reported since the last snapshot. */
  boolean hasMoved() {
    synchronized (lock) {
      return moved;
    }
  }

  /** What the manifest desires of a property. */
  @Nullable String desiredInManifest(String property) {
    synchronized (lock) {
      TwinSide side = sides.get(property);
      return side == null ? null : side.inManifest();
    }
  }

  Optional<PropertyView> property(String name) {
    synchronized (lock) {
      return Optional.ofNullable(view(name));
    }
  }

  /** All properties, in the order of the manifest, then those that programs made up. */
  List<PropertyView> properties() {
    synchronized (lock) {
      return views();
    }
  }

  private List<PropertyView> views() {
    return sides.values().stream().map(TwinSide::view).toList();
  }

  /** The properties for which something is wished; none if all of them are as they should be. */
  List<PropertyView> differing() {
    List<PropertyView> wished = new ArrayList<>();
    synchronized (lock) {
      for (TwinSide side : sides.values()) {
        if (side.isWished()) {
          wished.add(side.view());
        }
      }
    }
    return wished.stream().anyMatch(PropertyView::differs) ? wished : List.of();
  }

  /** How many properties have a value. */
  int values() {
    synchronized (lock) {
      return (int) sides.values().stream().filter(TwinSide::hasValue).count();
    }
  }

  String protocol() {
    synchronized (lock) {
      return protocol;
    }
  }

  @Nullable Instant lastReport() {
    synchronized (lock) {
      return lastReport;
    }
  }
}
