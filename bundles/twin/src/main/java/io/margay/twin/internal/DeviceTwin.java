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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  private static final Map<PropertyType, String> TYPE_NAMES = typeNames();

  private final NamespacedName key;
  private final Object lock = new Object();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private boolean spokenFor;
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
    private boolean madeUp;
    private boolean optional;
    private @Nullable String inManifest;
    private @Nullable Expected expected;
    private @Nullable Reading actual;
    private @Nullable Attempt attempt;
    private Asker wishedBy = Asker.NOBODY;
    private TwinVersion expectedVersion = TwinVersion.NONE;
    private TwinVersion actualVersion = TwinVersion.NONE;

    private PropertyView view(String name) {
      return new PropertyView(
          name,
          type,
          typeName,
          unit,
          readOnly,
          madeUp,
          optional,
          expected,
          actual,
          attempt,
          expectedVersion,
          actualVersion);
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
   * @return what this changed
   */
  Described describe(Device device, DeviceModel common, Map<String, Wish> wishes, Instant now) {
    List<TwinChange> wished = new ArrayList<>();
    synchronized (lock) {
      boolean first = !described;
      described = true;
      model = common.key();
      protocol = Mappers.protocol(device, common);
      boolean shrunk =
          sides.entrySet().removeIf(side -> !side.getValue().madeUp && !has(device, side));
      for (DeviceProperty property : device.properties()) {
        Optional<ModelProperty> inModel = common.property(property.name());
        String name = inModel.map(ModelProperty::name).orElse(property.name());
        PropertyView last = sides.containsKey(name) ? sides.get(name).view(name) : null;
        Side side = sides.computeIfAbsent(name, this::restored);
        inModel.ifPresent(shared -> describe(side, shared));
        if (expect(side, property.desired(), wishes.get(name), now)) {
          wished.add(new TwinChange(name, last, side.view(name)));
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

  private Side restored(String name) {
    Side side = new Side();
    KeptProperty known = kept.get(name);
    if (known != null) {
      side.actual = known.reading();
    }
    return side;
  }

  private void restoreMadeUp(String name, Wish wish) {
    if (wish.addedType() != null && !sides.containsKey(name)) {
      Side side = madeUp(name, wish.addedType());
      side.expected = new Expected(wish.value(), wish.since());
    }
  }

  private void restoreMadeUp(String name, KeptProperty known) {
    if (known.madeUp() && !sides.containsKey(name)) {
      madeUp(name, known.typeName());
    }
  }

  /** A property that no manifest has: programs may make such up. */
  private Side madeUp(String name, String typeName) {
    Side side = restored(name);
    KeptProperty known = kept.get(name);
    side.madeUp = true;
    side.optional = known == null || known.optional();
    side.typeName = typeName;
    side.type = TwinTypes.named(typeName).orElse(null);
    sides.put(name, side);
    deleted.remove(name);
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
    side.madeUp = false;
  }

  /** Sets what is desired, and gives whether it is another value than before. */
  private static boolean expect(
      Side side, @Nullable TwinProperty manifest, @Nullable Wish wish, Instant now) {
    Expected before = side.expected;
    String inManifest = manifest == null ? null : manifest.value();
    side.inManifest = inManifest;
    if (wish != null && wish.holdsOver(inManifest)) {
      side.expected = new Expected(wish.value(), wish.since());
    } else if (inManifest == null) {
      side.expected = null;
    } else if (side.expected == null || !side.expected.value().equals(inManifest)) {
      side.expected = new Expected(inManifest, now);
    }
    return !Objects.equals(
        before == null ? null : before.value(),
        side.expected == null ? null : side.expected.value());
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
          side.actualVersion = side.actualVersion.afterEdge();
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
   * Takes an outcome; gives who wished for it, when the wish still stands and the outcome says
   * something new.
   */
  Optional<Asker> settle(DesiredOutcome outcome) {
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
   * Takes note that nobody reads the device, unless a program does: no reading is good any more.
   *
   * @return the readings that were
   */
  List<Reported> distrust(String why) {
    List<Reported> doubtful = new ArrayList<>();
    synchronized (lock) {
      if (spokenFor) {
        return doubtful;
      }
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
                boolean changed =
                    wanted.isEmpty() ? delete(name) : set(name, wanted.get(), update.asker(), now);
                if (changed) {
                  Side after = sides.get(name);
                  changes.add(
                      new TwinChange(name, before, after == null ? null : after.view(name)));
                }
              });
    }
    return changes;
  }

  private boolean delete(String name) {
    Side side = sides.get(name);
    if (side == null || !side.optional) {
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
    Side side = sides.get(name);
    boolean changed = side == null;
    if (side == null) {
      side = madeUp(name, wanted.typeName());
    }
    if (wanted.expected() != null) {
      side.expected = new Expected(wanted.expected(), now);
      side.expectedVersion = side.expectedVersion.afterEdge();
      side.attempt = null;
      side.wishedBy = asker;
      changed = true;
    }
    if (wanted.actual() != null) {
      spokenFor = !served;
      side.actual = Reading.ofText(wanted.actual(), now);
      side.actualVersion = side.actualVersion.afterEdge();
      changed = true;
    }
    if (side.optional && Boolean.FALSE.equals(wanted.optional())) {
      side.optional = false;
      changed = true;
    }
    return changed;
  }

  /** How many properties programs have made up. */
  int madeUp() {
    synchronized (lock) {
      return (int) sides.values().stream().filter(side -> side.madeUp).count();
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
      spokenFor &= !byMapper;
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

  /** The properties for which something is wished; none if all of them are as they should be. */
  List<PropertyView> differing() {
    List<PropertyView> wished = new ArrayList<>();
    synchronized (lock) {
      sides.forEach(
          (name, side) -> {
            if (side.expected != null && !side.expected.value().isEmpty()) {
              wished.add(side.view(name));
            }
          });
    }
    return wished.stream().anyMatch(PropertyView::differs) ? wished : List.of();
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
