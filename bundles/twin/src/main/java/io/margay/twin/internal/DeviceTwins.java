package io.margay.twin.internal;

import io.margay.bus.MessageBus;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.meta.MetaStore;
import io.margay.twin.internal.manifest.ManifestTypes;
import io.margay.twin.internal.topic.TwinAnnouncer;
import io.margay.twin.internal.topic.TwinDoor;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the reported and desired state of every device, tells the bus when either changes, and has
 * mappers bring devices to what is desired.
 */
@Component(service = {DeviceManager.class, DeviceTwins.class})
public final class DeviceTwins implements DeviceManager, TwinDoor.Twins {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceTwins.class);

  private final Clock clock;
  private final TwinAnnouncer announcer;
  private final TwinRegistry twins;
  private final TwinUpdates updates;
  private final OutcomeWaiters waiters = new OutcomeWaiters();
  private final TwinThread thread = new TwinThread();
  private final DeviceReconciler reconciler;
  private final DeviceWatch devices;
  private final DeviceWatch models;
  private final AutoCloseable mapperListener;
  private final TwinDoor door;

  @Activate
  public DeviceTwins(
      @Reference MetaStore meta, @Reference MessageBus bus, @Reference Mappers mappers) {
    this(meta, bus, mappers, Clock.systemUTC());
  }

  DeviceTwins(MetaStore meta, MessageBus bus, Mappers mappers, Clock clock) {
    this.clock = clock;
    announcer = new TwinAnnouncer(bus, clock);
    twins = new TwinRegistry(announcer, clock);
    WishStore wishes = new WishStore(meta);
    updates = new TwinUpdates(wishes, twins, clock);
    reconciler = new DeviceReconciler(meta, mappers, wishes, twins, thread);
    devices = new DeviceWatch(meta, ManifestTypes.DEVICE, thread, reconciler::look);
    models =
        new DeviceWatch(
            meta,
            ManifestTypes.DEVICE_MODEL,
            thread,
            model -> twins.ofModel(model).forEach(reconciler::look));
    mapperListener = mappers.listen(() -> twins.names().forEach(reconciler::look));
    devices.start();
    models.start();
    door = new TwinDoor(bus, this, announcer);
  }

  @Deactivate
  void stop() throws Exception {
    door.close();
    mapperListener.close();
    models.close();
    devices.close();
    thread.close();
  }

  @Override
  public void reportSamples(NamespacedName device, List<Sample> samples) {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return;
    }
    List<Reported> changes = twin.report(samples, clock.instant());
    if (!changes.isEmpty()) {
      announcer.reported(device, changes);
      announceDifferences(twin);
    }
  }

  @Override
  public void reportOutcomes(NamespacedName device, List<DesiredOutcome> outcomes) {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return;
    }
    for (DesiredOutcome outcome : outcomes) {
      Optional<String> wishedBy = twin.settle(outcome);
      if (wishedBy.isPresent() && outcome.failure() != null) {
        LOG.warn(
            "device {}: {} did not become {}: {}",
            device,
            outcome.property(),
            outcome.desired(),
            outcome.failure());
        announcer.refused(
            device,
            "update",
            wishedBy.get(),
            RefusedUpdateException.INTERNAL_ERROR,
            "twin." + outcome.property() + ": " + outcome.failure());
      }
      waiters.tell(device, outcome);
    }
  }

  @Override
  public void reportState(NamespacedName device, DeviceState state, @Nullable String reason) {
    twins.get(device).ifPresent(twin -> twins.become(twin, state, reason));
  }

  @Override
  public Optional<List<PropertyView>> get(NamespacedName device) {
    return twins.get(device).map(DeviceTwin::properties);
  }

  @Override
  public Optional<List<TwinChange>> update(NamespacedName device, TwinUpdate update)
      throws RefusedUpdateException {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return Optional.empty();
    }
    List<TwinChange> changes = updates.apply(twin, update);
    announceDifferences(twin);
    reconciler.look(device);
    return Optional.of(changes);
  }

  /** What becomes of the next try to give a property a value; ask before wishing. */
  CompletableFuture<DesiredOutcome> outcome(NamespacedName device, String property, String value) {
    return waiters.next(device, property, value);
  }

  /** All twins, by name. */
  List<DeviceTwin> all() {
    return twins.all();
  }

  /** The twin of a device. */
  Optional<DeviceTwin> twin(NamespacedName device) {
    return twins.get(device);
  }

  private void announceDifferences(DeviceTwin twin) {
    List<PropertyView> differing = twin.differing();
    if (!differing.isEmpty()) {
      announcer.differs(twin.key(), differing);
    }
  }
}
