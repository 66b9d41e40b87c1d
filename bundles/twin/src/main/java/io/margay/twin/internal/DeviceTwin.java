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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The twin of one device: all that is wished for, and all that was reported. Safe for all threads;
 * what it gives out does not change any more.
 */
final class DeviceTwin {
  private final NamespacedName key;
  private final Object lock = new Object();
  private final Map<String, Side> sides = new LinkedHashMap<>();
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
    private boolean optional;
    private @Nullable Expected expected;
    private @Nullable Reading actual;
    private @Nullable String failure;
    private String wishedBy = "";

    private PropertyView view(String name) {
      return new PropertyView(
          name, type, typeName, unit, readOnly, optional, expected, actual, failure);
    }
  }

  DeviceTwin(NamespacedName key) {
    this.key = key;
  }

  NamespacedName key() {
    return key;
  }

  /** Takes up what manifest and model say. Properties that vanished go, with what was known. */
  void describe(Device device, DeviceModel model, Map<String, Wish> wishes, Instant now) {
    synchronized (lock) {
      protocol = Mappers.protocol(device, model);
      sides.entrySet().removeIf(gone -> !gone.getValue().optional && !has(device, gone.getKey()));
      for (DeviceProperty property : device.properties()) {
        Side side = sides.computeIfAbsent(property.name(), name -> new Side());
        model.property(property.name()).ifPresent(common -> describe(side, common));
        expect(side, property.desired(), wishes.get(property.name()), now);
      }
    }
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
  }

  private static void expect(
      Side side, @Nullable TwinProperty manifest, @Nullable Wish wish, Instant now) {
    String inManifest = manifest == null ? null : manifest.value();
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
      for (Sample sample : samples) {
        Side side = sides.get(sample.property());
        if (side != null) {
          Reading before = side.actual;
          side.actual = Reading.of(sample, side.type, before);
          changes.add(new Reported(before, side.view(sample.property())));
        }
      }
    }
    return changes;
  }

  /** Takes an outcome; gives the id of the message that wished for it, when there was one. */
  Optional<String> settle(DesiredOutcome outcome) {
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
                if (wanted.isEmpty()) {
                  sides.remove(name);
                  changes.add(new TwinChange(name, before, null));
                } else {
                  Side there = side == null ? made(name, wanted.get()) : side;
                  set(there, wanted.get(), update.eventId(), now);
                  changes.add(new TwinChange(name, before, there.view(name)));
                }
              });
    }
    return changes;
  }

  /** A property that no manifest has: programs may make such up. */
  private Side made(String name, PropertyUpdate wanted) {
    Side side = new Side();
    side.optional = true;
    side.typeName = wanted.type() == null ? side.typeName : wanted.type();
    sides.put(name, side);
    return side;
  }

  private static void set(Side side, PropertyUpdate wanted, String eventId, Instant now) {
    if (wanted.expected() != null) {
      side.expected = new Expected(wanted.expected(), now);
      side.failure = null;
      side.wishedBy = eventId;
    }
    if (wanted.actual() != null) {
      side.actual = Reading.ofText(wanted.actual(), now);
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
