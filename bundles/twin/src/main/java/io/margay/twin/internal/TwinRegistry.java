package io.margay.twin.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.TwinProperty;
import io.margay.twin.internal.topic.TwinAnnouncer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All twins of the node, and the descriptions that they were made from. */
final class TwinRegistry {
  private final ConcurrentMap<NamespacedName, DeviceTwin> twins = new ConcurrentHashMap<>();
  private final ConcurrentMap<NamespacedName, Device> devices = new ConcurrentHashMap<>();
  private final TwinAnnouncer announcer;
  private final Clock clock;

  TwinRegistry(TwinAnnouncer announcer, Clock clock) {
    this.announcer = announcer;
    this.clock = clock;
  }

  Optional<DeviceTwin> get(NamespacedName device) {
    return Optional.ofNullable(twins.get(device));
  }

  /** All twins, by name. */
  List<DeviceTwin> all() {
    List<DeviceTwin> all = new ArrayList<>(twins.values());
    all.sort((one, other) -> one.key().compareTo(other.key()));
    return all;
  }

  /** The devices of a model. */
  List<NamespacedName> ofModel(NamespacedName model) {
    return devices.values().stream()
        .filter(device -> device.modelKey().equals(model))
        .map(Device::key)
        .toList();
  }

  /** The names of all devices. */
  List<NamespacedName> names() {
    return List.copyOf(devices.keySet());
  }

  /** The twin of a device, made if there is none yet. */
  DeviceTwin adopt(Device device) {
    devices.put(device.key(), device);
    return twins.computeIfAbsent(device.key(), DeviceTwin::new);
  }

  /** Gives a twin what manifest, model and wishes say. */
  void describe(DeviceTwin twin, Device device, DeviceModel model, Map<String, Wish> wishes) {
    List<TwinChange> changes = twin.describe(device, model, wishes, clock.instant());
    if (!changes.isEmpty()) {
      announcer.changed(twin.key(), changes);
      differs(twin);
    }
  }

  /** Tells programs if a twin is not as it should be. */
  void differs(DeviceTwin twin) {
    List<PropertyView> wished = twin.differing();
    if (!wished.isEmpty()) {
      announcer.differs(twin.key(), wished);
    }
  }

  /** Notes how a program says that a device is, and tells it to the others if that is news. */
  void become(DeviceTwin twin, DeviceState state, Asker asker) {
    twin.speakFor(true);
    if (twin.become(state, null, clock.instant())) {
      announcer.stateBy(asker, twin.key(), twin.condition());
    }
  }

  /** Notes how a device is, and tells it if that is news; gives whether it was. */
  boolean become(DeviceTwin twin, DeviceState state, @Nullable String reason) {
    boolean news = twin.become(state, reason, clock.instant());
    if (news) {
      announcer.state(twin.key(), twin.condition());
    }
    return news;
  }

  /** Forgets a device; gives whether it was known. */
  boolean remove(NamespacedName device) {
    devices.remove(device);
    return twins.remove(device) != null;
  }

  /** What the manifest of a device desires of a property. */
  @Nullable String desiredInManifest(NamespacedName device, String property) {
    Device known = devices.get(device);
    return known == null
        ? null
        : known
            .property(property)
            .map(DeviceProperty::desired)
            .map(TwinProperty::value)
            .orElse(null);
  }
}
