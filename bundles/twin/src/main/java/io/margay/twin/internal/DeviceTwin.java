package io.margay.twin.internal;

import io.margay.dmi.AccessMode;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.DeviceState;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import io.margay.twin.internal.status.KeptProperty;
import io.margay.twin.internal.status.KeptStatus;
import io.margay.twin.internal.status.TwinSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The twin of one device: all that is wished for, and all that was reported. Safe for all threads;
 * what it gives out does not change any more.
 */
final class DeviceTwin {
  private static final Map<PropertyType, String> TYPE_NAMES = typeNames();

  private final NamespacedName key;
  private final Object lock = new Object();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private String protocol = "";
  private @Nullable NamespacedName model;
  private Map<String, KeptProperty> kept;
  private boolean described;
  private boolean served;
  private boolean moved;
  private DeviceState state = DeviceState.UNKNOWN;
  private @Nullable String reason = "not asked yet";
  private Instant since;
  private @Nullable Instant lastOnline;
  private @Nullable Instant lastReport;

  /** What is known of one property; guarded by the lock. */
  private static final class Side {
    private @Nullable PropertyType type;
    private String typeName = "string";
    private String unit = "";
    private boolean readOnly;
    private boolean optional;
    private @Nullable String inManifest;
    private @Nullable Expected expected;
    private @Nullable Reading actual;
    private @Nullable Attempt attempt;
    private String wishedBy = "";

    private PropertyView view(String name) {
      return new PropertyView(
          name, type, typeName, unit, readOnly, optional, expected, actual, attempt);
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
    this.lastOnline = kept.lastOnline();
    this.since = now;
  }

  private static Map<PropertyType, String> typeNames() {
    Map<PropertyType, String> names = new EnumMap<>(PropertyType.class);
    for (PropertyType type : PropertyType.values()) {
      names.put(type, type.name().toLowerCase(Locale.ROOT));
    }
    return names;
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
   *
   * @return whether a desired value has changed, or all is new
   */
  boolean describe(Device device, DeviceModel common, Map<String, Wish> wishes, Instant now) {
    synchronized (lock) {
      boolean first = !described;
      boolean news = first;
      described = true;
      model = common.key();
      protocol = Mappers.protocol(device, common);
      news |= sides.entrySet().removeIf(side -> !side.getValue().optional && !has(device, side));
      for (DeviceProperty property : device.properties()) {
        Optional<ModelProperty> inModel = common.property(property.name());
        String name = inModel.map(ModelProperty::name).orElse(property.name());
        Side side = sides.computeIfAbsent(name, this::restored);
        inModel.ifPresent(shared -> describe(side, shared));
        Expected before = side.expected;
        expect(side, property.desired(), wishes.get(name), now);
        news |= !Objects.equals(before, side.expected);
      }
      if (first) {
        wishes.forEach(this::restoreAdded);
        kept.forEach(this::restoreAdded);
        kept = Map.of();
      }
      return news;
    }
  }

  private Side restored(String name) {
    Side side = new Side();
    KeptProperty known = kept.get(name);
    if (known != null) {
      side.actual = known.reading();
    }
    return side;
  }

  private void restoreAdded(String name, Wish wish) {
    if (wish.addedType() != null && !sides.containsKey(name)) {
      Side side = added(name, wish.addedType());
      side.expected = new Expected(wish.value(), wish.since());
    }
  }

  private void restoreAdded(String name, KeptProperty known) {
    if (known.optional() && !sides.containsKey(name)) {
      added(name, known.typeName());
    }
  }

  /** A property that no manifest has: programs may make such up. */
  private Side added(String name, String typeName) {
    Side side = restored(name);
    side.optional = true;
    side.typeName = typeName;
    sides.put(name, side);
    return side;
  }

  private static boolean has(Device device, Map.Entry<String, Side> side) {
    return device.property(side.getKey()).isPresent();
  }

  private static void describe(Side side, ModelProperty common) {
    side.type = common.type();
    side.typeName = Objects.requireNonNull(TYPE_NAMES.get(common.type()));
    side.unit = common.unit();
    side.readOnly = common.accessMode() == AccessMode.READ_ONLY;
    side.optional = false;
  }

  private static void expect(
      Side side, @Nullable TwinProperty manifest, @Nullable Wish wish, Instant now) {
    String inManifest = manifest == null ? null : manifest.value();
    side.inManifest = inManifest;
    if (wish != null && wish.holdsOver(inManifest)) {
      side.expected = new Expected(wish.value(), wish.since());
    } else if (inManifest == null) {
      side.expected = null;
    } else if (side.expected == null || !side.expected.value().equals(inManifest)) {
      side.expected = new Expected(inManifest, now);
    }
  }

  /** Takes samples, and gives what they changed. */
  List<Reported> report(List<Sample> samples, Instant now) {
    List<Reported> changes = new ArrayList<>(samples.size());
    synchronized (lock) {
      lastReport = now;
      moved = true;
      for (Sample sample : samples) {
        Side side = sides.get(sample.property());
        if (side != null) {
          Reading before = side.actual;
          side.actual = Reading.of(sample, side.type, before);
          if (answers() && sample.quality() != Quality.BAD) {
            lastOnline = now;
          }
          changes.add(new Reported(before, side.view(sample.property())));
        }
      }
    }
    return changes;
  }

  /**
   * Takes an outcome; gives the id of the message that wished for it, when the wish still stands
   * and the outcome says something new.
   */
  Optional<String> settle(DesiredOutcome outcome) {
    synchronized (lock) {
      Side side = sides.get(outcome.property());
      if (side == null
          || side.expected == null
          || !side.expected.value().equals(outcome.desired())) {
        return Optional.empty();
      }
      String before = side.attempt == null ? null : side.attempt.failure();
      boolean news = outcome.failure() == null || !outcome.failure().equals(before);
      side.attempt =
          outcome.failure() == null && outcome.attempts() == 0 ? null : Attempt.of(outcome);
      return news ? Optional.of(side.wishedBy) : Optional.empty();
    }
  }

  /**
   * Takes note that nobody reads the device: no reading is good any more.
   *
   * @return the readings that were
   */
  List<Reported> distrust(String why) {
    List<Reported> doubtful = new ArrayList<>();
    synchronized (lock) {
      sides.forEach(
          (name, side) -> {
            Reading before = side.actual;
            if (before != null && before.quality() == Quality.GOOD) {
              side.actual = before.doubted(why);
              doubtful.add(new Reported(before, side.view(name)));
            }
          });
    }
    return doubtful;
  }

  /** Sets what programs may set, by message or shell, and gives what it changed. */
  List<TwinChange> update(TwinUpdate update, Instant now) {
    List<TwinChange> changes = new ArrayList<>();
    synchronized (lock) {
      update
          .properties()
          .forEach(
              (name, wanted) -> {
                Side side = sides.get(name);
                PropertyView before = side == null ? null : side.view(name);
                if (wanted.isEmpty()) {
                  sides.remove(name);
                  changes.add(new TwinChange(name, before, null));
                } else {
                  Side there = side == null ? added(name, wanted.get().typeName()) : side;
                  set(there, wanted.get(), update.eventId(), now);
                  changes.add(new TwinChange(name, before, there.view(name)));
                }
              });
    }
    return changes;
  }

  private static void set(Side side, PropertyUpdate wanted, String eventId, Instant now) {
    if (wanted.expected() != null) {
      side.expected = new Expected(wanted.expected(), now);
      side.attempt = null;
      side.wishedBy = eventId;
    }
    if (wanted.actual() != null) {
      side.actual = Reading.ofText(wanted.actual(), now);
    }
  }

  /** Notes how the device is; gives whether that is news. */
  boolean become(DeviceState next, @Nullable String why, Instant now) {
    synchronized (lock) {
      if (next != state) {
        since = now;
      }
      boolean news = next != state || !Objects.equals(why, reason);
      state = next;
      reason = why;
      if (answers()) {
        lastOnline = now;
      }
      return news;
    }
  }

  private boolean answers() {
    return state == DeviceState.ONLINE || state == DeviceState.OK;
  }

  /** Notes whether a mapper has the device; gives whether that is news. */
  boolean serve(boolean byMapper) {
    synchronized (lock) {
      boolean news = byMapper != served;
      served = byMapper;
      return news;
    }
  }

  DeviceCondition condition() {
    synchronized (lock) {
      return conditionNow();
    }
  }

  private DeviceCondition conditionNow() {
    return new DeviceCondition(state, reason, since, lastOnline);
  }

  /** All that is to be kept; empty until manifest and model have been seen. */
  Optional<TwinSnapshot> snapshot() {
    synchronized (lock) {
      if (!described) {
        return Optional.empty();
      }
      moved = false;
      return Optional.of(new TwinSnapshot(key, conditionNow(), served, views()));
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
      Side side = sides.get(property);
      return side == null ? null : side.inManifest;
    }
  }

  Optional<PropertyView> property(String name) {
    synchronized (lock) {
      Side side = sides.get(name);
      return side == null ? Optional.empty() : Optional.of(side.view(name));
    }
  }

  /** All properties, in the order of the manifest, then those that programs made up. */
  List<PropertyView> properties() {
    synchronized (lock) {
      return views();
    }
  }

  private List<PropertyView> views() {
    List<PropertyView> views = new ArrayList<>(sides.size());
    sides.forEach((name, side) -> views.add(side.view(name)));
    return views;
  }

  /** The properties that are not what they should be. */
  List<PropertyView> differing() {
    synchronized (lock) {
      List<PropertyView> views = new ArrayList<>();
      sides.forEach(
          (name, side) -> {
            if (side.expected == null) {
              return;
            }
            PropertyView view = side.view(name);
            if (view.differs()) {
              views.add(view);
            }
          });
      return views;
    }
  }

  /** How many properties have a value. */
  int values() {
    synchronized (lock) {
      return (int) sides.values().stream().filter(side -> side.actual != null).count();
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
