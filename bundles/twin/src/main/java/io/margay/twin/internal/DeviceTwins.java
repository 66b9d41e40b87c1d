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
import io.margay.twin.internal.topic.Events;
import io.margay.twin.internal.topic.MembershipAnnouncer;
import io.margay.twin.internal.topic.MembershipDoor;
import io.margay.twin.internal.topic.TwinAnnouncer;
import io.margay.twin.internal.topic.TwinAnswers;
import io.margay.twin.internal.topic.TwinDoor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
  private static final String NAMELESS_NODE = "margay";

  private final Clock clock;
  private final Instant started;
  private final TwinAnnouncer announcer;
  private final TwinAnswers answers;
  private final TwinRegistry twins;
  private final DeviceRoster roster;
  private final TwinUpdates updates;
  private final OutcomeWaiters waiters = new OutcomeWaiters();
  private final TwinThread thread = new TwinThread("margay-twin-reconcile");
  private final DeviceReconciler reconciler;
  private final DeviceWatch devices;
  private final DeviceWatch models;
  private final List<DeviceWatch> leftovers;
  private final AutoCloseable mapperListener;
  private final TwinDoor door;
  private final MembershipDoor membershipDoor;
  private boolean lookedAtAll;

  @Activate
  public DeviceTwins(
      @Reference MetaStore meta,
      @Reference MessageBus bus,
      @Reference Mappers mappers,
      BundleContext context,
      TwinConfig config) {
    this(meta, bus, mappers, node(context), keepDelay(config), Clock.systemUTC());
    modified(config);
  }

  DeviceTwins(
      MetaStore meta,
      MessageBus bus,
      Mappers mappers,
      String node,
      Duration keepDelay,
      Clock clock) {
    this.clock = clock;
    started = clock.instant();
    Events events = new Events(bus, clock);
    MembershipAnnouncer membership = new MembershipAnnouncer(events, node);
    announcer = new TwinAnnouncer(events);
    answers = new TwinAnswers(events);
    twins = new TwinRegistry(announcer, new StatusStore(meta), keepDelay, clock);
    roster = new DeviceRoster(membership, announcer);
    WishStore wishes = new WishStore(meta);
    updates = new TwinUpdates(wishes, clock);
    reconciler = new DeviceReconciler(meta, mappers, wishes, twins, roster, thread);
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
    door = new TwinDoor(bus, this, answers);
    membershipDoor = new MembershipDoor(bus, this::members, membership);
  }

  private static String node(BundleContext context) {
    String name = context.getProperty("margay.node.name");
    return name == null || name.isBlank() ? NAMELESS_NODE : name;
  }

  /** Takes new settings while everything goes on. */
  @Modified
  void modified(TwinConfig config) {
    door.acceptAnyValue(config.anyValue());
    twins.keepWithin(keepDelay(config));
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
    membershipDoor.close();
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
      twins.differs(twin);
    }
  }

  @Override
  public void reportOutcomes(NamespacedName device, List<DesiredOutcome> outcomes) {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return;
    }
    for (DesiredOutcome outcome : outcomes) {
      Optional<Asker> wishedBy = twin.settle(outcome);
      if (wishedBy.isPresent() && outcome.failure() != null) {
        answers.failed(
            wishedBy.get(),
            device,
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
  public CompletionStage<Void> settled() {
    return reconciler.settled();
  }

  @Override
  public Optional<List<PropertyView>> get(NamespacedName device) {
    return twins.get(device).map(DeviceTwin::properties);
  }

  @Override
  public boolean update(NamespacedName device, TwinUpdate update) throws RefusedUpdateException {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return false;
    }
    List<TwinChange> changes = updates.apply(twin, update);
    twins.changed(twin);
    answers.updated(device, update, changes);
    announcer.changed(device, update.asker().eventId(), changes);
    twins.differs(twin);
    if (update.wishes()) {
      reconciler.look(device);
    }
    changes.stream().filter(update::reports).forEach(change -> tellIfFulfilled(device, change));
    return true;
  }

  /** A program that speaks for a device makes a wish come true by saying so. */
  private void tellIfFulfilled(NamespacedName device, TwinChange change) {
    PropertyView now = change.current();
    if (now != null && now.expected() != null && !now.differs()) {
      waiters.tell(device, new DesiredOutcome(now.name(), now.expected().value(), null));
    }
  }

  @Override
  public Optional<DeviceCondition> become(NamespacedName device, DeviceState state, Asker asker) {
    DeviceTwin twin = twins.get(device).orElse(null);
    if (twin == null) {
      return Optional.empty();
    }
    twins.become(twin, state, asker);
    return Optional.of(twin.condition());
  }

  private List<Member> members() {
    return twins.all().stream()
        .map(twin -> new Member(twin.key(), twin.condition(), roster.attributes(twin.key())))
        .toList();
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
}
