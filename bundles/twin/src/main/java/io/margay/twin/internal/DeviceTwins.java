package io.margay.twin.internal;

import io.margay.bus.MessageBus;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.DeviceManager;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Sample;
import io.margay.meta.MetaStore;
import io.margay.twin.internal.manifest.ManifestTypes;
import io.margay.twin.internal.status.StatusStore;
import io.margay.twin.internal.topic.TwinAnnouncer;
import io.margay.twin.internal.topic.TwinDoor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the reported and desired state of every device, tells the bus when either changes, and has
 * mappers bring devices to what is desired.
 */
@Component(
    service = {DeviceManager.class, DeviceTwins.class},
    configurationPid = "io.margay.twin")
@Designate(ocd = TwinConfig.class)
public final class DeviceTwins implements DeviceManager, TwinDoor.Twins {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceTwins.class);

  private final Clock clock;
  private final Instant started;
  private final TwinAnnouncer announcer;
  private final TwinRegistry twins;
  private final TwinUpdates updates;
  private final OutcomeWaiters waiters = new OutcomeWaiters();
  private final TwinThread thread = new TwinThread("margay-twin-reconcile");
  private final DeviceReconciler reconciler;
  private final DeviceWatch devices;
  private final DeviceWatch models;
  private final List<DeviceWatch> leftovers;
  private final AutoCloseable mapperListener;
  private final TwinDoor door;
  private boolean lookedAtAll;

  @Activate
  public DeviceTwins(
      @Reference MetaStore meta,
      @Reference MessageBus bus,
      @Reference Mappers mappers,
      TwinConfig config) {
    this(meta, bus, mappers, keepDelay(config), Clock.systemUTC());
  }

  DeviceTwins(MetaStore meta, MessageBus bus, Mappers mappers, Duration keepDelay, Clock clock) {
    this.clock = clock;
    started = clock.instant();
    announcer = new TwinAnnouncer(bus, clock);
    twins = new TwinRegistry(announcer, new StatusStore(meta), keepDelay, clock);
    WishStore wishes = new WishStore(meta);
    updates = new TwinUpdates(wishes, clock);
    reconciler = new DeviceReconciler(meta, mappers, wishes, twins, thread);
    devices =
        new DeviceWatch(
            meta,
            ManifestTypes.DEVICE,
            thread,
            reconciler::look,
            () -> thread.run(this::toldAllDevices));
    models =
        new DeviceWatch(
            meta, ManifestTypes.DEVICE_MODEL, thread, reconciler::lookAtModel, () -> {});
    leftovers =
        Stream.of(StatusStore.DEVICE_STATUS, WishStore.DEVICE_TWIN)
            .map(kept -> new DeviceWatch(meta, kept, thread, this::lookAtLeftover, () -> {}))
            .toList();
    mapperListener = mappers.listen(() -> twins.names().forEach(reconciler::look));
    devices.start();
    models.start();
    door = new TwinDoor(bus, this, announcer);
  }

  /** All devices that the store has were looked at: what is kept of others is left over. */
  private void toldAllDevices() {
    if (lookedAtAll) {
      return;
    }
    lookedAtAll = true;
    leftovers.forEach(DeviceWatch::startOnce);
    if (twins.count() > 0) {
      LOG.info(
          "{} devices have their twins {} ms after the start; {} values are known from before",
          twins.count(),
          Duration.between(started, clock.instant()).toMillis(),
          twins.values());
    }
  }

  private void lookAtLeftover(NamespacedName device) {
    if (twins.get(device).isEmpty()) {
      reconciler.look(device);
    }
  }

  private static Duration keepDelay(TwinConfig config) {
    return Duration.ofMillis(Math.max(100, Math.min(600_000, config.keepDelayMillis())));
  }

  @Deactivate
  void stop() throws Exception {
    door.close();
    mapperListener.close();
    leftovers.forEach(DeviceWatch::close);
    models.close();
    devices.close();
    thread.close();
    twins.close();
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
      if (changes.stream().anyMatch(Reported::isNews)) {
        twins.changed(twin);
      }
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
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return;
    }
    twins.become(twin, state, reason);
    if (state == DeviceState.OFFLINE || state == DeviceState.UNKNOWN) {
      twins.distrust(twin, "the device is " + state + (reason == null ? "" : ": " + reason));
    }
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
    twins.changed(twin);
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
