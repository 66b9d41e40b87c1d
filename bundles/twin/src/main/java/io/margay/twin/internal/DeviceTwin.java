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
import io.margay.dmi.Sample;
import io.margay.dmi.TwinProperty;
import java.time.Instant;
import java.util.ArrayList;
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

  private final NamespacedName key;
  private final Object lock = new Object();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private boolean spokenFor;
  private String protocol = "";
  private DeviceCondition condition =
      new DeviceCondition(DeviceState.UNKNOWN, "not asked yet", null);
  private @Nullable Instant lastReport;

  /** What is known of one property; guarded by the lock. */
  private static final class Side {
    private @Nullable PropertyType type;
    private String typeName = "string";
    private String unit = "";
    private boolean readOnly;
    private boolean madeUp;
    private boolean optional;
    private @Nullable Expected expected;
    private @Nullable Reading actual;
    private @Nullable String failure;
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
          optional,
          expected,
          actual,
          failure,
          expectedVersion,
          actualVersion);
    }
  }

  DeviceTwin(NamespacedName key) {
    this.key = key;
  }

  NamespacedName key() {
    return key;
  }

  /**
   * Takes up what manifest and model say. Properties that vanished go, with what was known.
   *
   * @return the properties of which something else is desired than before
   */
  List<TwinChange> describe(
      Device device, DeviceModel model, Map<String, Wish> wishes, Instant now) {
    List<TwinChange> changes = new ArrayList<>();
    synchronized (lock) {
      protocol = Mappers.protocol(device, model);
      sides.entrySet().removeIf(gone -> !gone.getValue().madeUp && !has(device, gone.getKey()));
      for (DeviceProperty property : device.properties()) {
        PropertyView last =
            sides.containsKey(property.name())
                ? sides.get(property.name()).view(property.name())
                : null;
        Side side = sides.computeIfAbsent(property.name(), name -> new Side());
        model.property(property.name()).ifPresent(common -> describe(side, common));
        if (expect(side, property.desired(), wishes.get(property.name()), now)) {
          changes.add(new TwinChange(property.name(), last, side.view(property.name())));
        }
      }
    }
    return changes;
  }

  private static boolean has(Device device, String property) {
    return device.property(property).isPresent();
  }

  private static void describe(Side side, ModelProperty common) {
    side.type = common.type();
    side.typeName = common.type().name().toLowerCase(Locale.ROOT);
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
      for (Sample sample : samples) {
        Side side = sides.get(sample.property());
        if (side != null) {
          Reading before = side.actual;
          side.actual = Reading.of(sample, side.type, before);
          side.actualVersion = side.actualVersion.afterEdge();
          changes.add(new Reported(before, side.view(sample.property())));
        }
      }
    }
    return changes;
  }

  /** Takes an outcome; gives who wished for it, when the wish still stands. */
  Optional<Asker> settle(DesiredOutcome outcome) {
    synchronized (lock) {
      Side side = sides.get(outcome.property());
      if (side == null
          || side.expected == null
          || !side.expected.value().equals(outcome.desired())) {
        return Optional.empty();
      }
      side.failure = outcome.failure();
      return Optional.of(side.wishedBy);
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
      side = made(name, wanted);
    }
    if (wanted.expected() != null) {
      side.expected = new Expected(wanted.expected(), now);
      side.expectedVersion = side.expectedVersion.afterEdge();
      side.failure = null;
      side.wishedBy = asker;
      changed = true;
    }
    if (wanted.actual() != null) {
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

  /** A property that no manifest has: programs may make such up. */
  private Side made(String name, PropertyUpdate wanted) {
    Side side = new Side();
    side.madeUp = true;
    side.optional = true;
    side.typeName = wanted.typeName();
    side.type = TwinTypes.named(side.typeName).orElse(null);
    sides.put(name, side);
    deleted.remove(name);
    return side;
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

  /** Notes whether a program on MQTT says how the device is, since no mapper does. */
  void speakFor(boolean byProgram) {
    synchronized (lock) {
      spokenFor = byProgram;
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
      Instant online = state == DeviceState.ONLINE ? now : condition.lastOnline();
      boolean news = state != condition.state() || !same(reason, condition.reason());
      condition = new DeviceCondition(state, reason, online);
      return news;
    }
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equals(other);
  }

  DeviceCondition condition() {
    synchronized (lock) {
      return condition;
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
      List<PropertyView> views = new ArrayList<>(sides.size());
      sides.forEach((name, side) -> views.add(side.view(name)));
      return views;
    }
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
