package io.margay.twin.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.twin.internal.status.StatusKeeper;
import io.margay.twin.internal.status.StatusStore;
import io.margay.twin.internal.status.TwinSnapshot;
import io.margay.twin.internal.topic.TwinAnnouncer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All twins of the node. What changes in them is announced, and kept behind their backs. */
final class TwinRegistry implements AutoCloseable {
  private final ConcurrentMap<NamespacedName, DeviceTwin> twins = new ConcurrentHashMap<>();
  private final TwinAnnouncer announcer;
  private final StatusKeeper keeper;
  private final Clock clock;

  TwinRegistry(TwinAnnouncer announcer, StatusStore store, Duration keepDelay, Clock clock) {
    this.announcer = announcer;
    this.clock = clock;
    keeper = new StatusKeeper(store, new Snapshots(), keepDelay);
  }

  private final class Snapshots implements StatusKeeper.Twins {
    @Override
    public Optional<TwinSnapshot> snapshot(NamespacedName device) {
      return get(device).flatMap(DeviceTwin::snapshot);
    }

    @Override
    public List<NamespacedName> moved() {
      return twins.values().stream().filter(DeviceTwin::hasMoved).map(DeviceTwin::key).toList();
    }
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

  /** How many twins there are. */
  int count() {
    return twins.size();
  }

  /** How many properties have a value. */
  int values() {
    return twins.values().stream().mapToInt(DeviceTwin::values).sum();
  }

  /** The devices of a model. */
  List<NamespacedName> ofModel(NamespacedName model) {
    return twins.values().stream().filter(twin -> twin.isOf(model)).map(DeviceTwin::key).toList();
  }

  /** The names of all devices. */
  List<NamespacedName> names() {
    return List.copyOf(twins.keySet());
  }

  /** The twin of a device; one that is new knows what was kept of the device. */
  DeviceTwin adopt(NamespacedName device) {
    return get(device)
        .orElseGet(
            () -> {
              DeviceTwin made = new DeviceTwin(device, keeper.kept(device), clock.instant());
              twins.put(device, made);
              return made;
            });
  }

  /** Gives a twin what manifest, model and wishes say. */
  void describe(DeviceTwin twin, Device device, DeviceModel model, Map<String, Wish> wishes) {
    DeviceTwin.Described described = twin.describe(device, model, wishes, clock.instant());
    announcer.changed(twin.key(), described.wished());
    if (described.isNews()) {
      differs(twin);
      keeper.changed(twin.key());
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
    twin.speakFor();
    if (twin.become(state, null, clock.instant())) {
      announcer.stateBy(asker, twin.key(), twin.condition());
      keeper.changed(twin.key());
    }
  }

  /** Notes that a mapper has the device now. */
  void served(DeviceTwin twin) {
    if (twin.serve(true)) {
      keeper.changed(twin.key());
    }
  }

  /**
   * Notes that no mapper has the device, and why; what was read of it can be trusted no more.
   *
   * @return whether that was news
   */
  boolean held(DeviceTwin twin, DeviceState state, String reason) {
    twin.serve(false);
    boolean news = become(twin, state, reason);
    if (news) {
      distrust(twin, reason);
    }
    return news;
  }

  /** Notes how a device is, and tells it if that is news; gives whether it was. */
  boolean become(DeviceTwin twin, DeviceState state, @Nullable String reason) {
    boolean news = twin.become(state, reason, clock.instant());
    if (news) {
      announcer.state(twin.key(), twin.condition());
      keeper.changed(twin.key());
    }
    return news;
  }

  /** Notes that nobody reads a device: its values are good no more. */
  void distrust(DeviceTwin twin, String why) {
    List<Reported> doubted = twin.distrust(why);
    if (!doubted.isEmpty()) {
      announcer.doubted(twin.key(), doubted);
      keeper.changed(twin.key());
    }
  }

  /** Tells again how a device is, though it has not changed. */
  void repeatState(DeviceTwin twin) {
    announcer.state(twin.key(), twin.condition());
    if (twin.hasMoved()) {
      keeper.changed(twin.key());
    }
  }

  /** Has changes kept within another time from now on. */
  void keepWithin(Duration delay) {
    keeper.keepWithin(delay);
  }

  /** Notes that a twin is to be kept as it is now. */
  void changed(DeviceTwin twin) {
    keeper.changed(twin.key());
  }

  /** Forgets a device, and what is kept of it. */
  void remove(NamespacedName device) {
    twins.remove(device);
    keeper.forget(device);
  }

  /** Keeps what is not kept yet. */
  @Override
  public void close() {
    keeper.close();
  }
}
