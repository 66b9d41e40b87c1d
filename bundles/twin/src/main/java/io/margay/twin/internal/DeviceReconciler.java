package io.margay.twin.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceProperty;
import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.ProtocolConfig;
import io.margay.dmi.TwinProperty;
import io.margay.meta.MetaStore;
import io.margay.meta.Resource;
import io.margay.twin.internal.manifest.DeviceManifest;
import io.margay.twin.internal.manifest.DeviceSchema;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each device to the mapper that should have it, as it should be.
 *
 * <p>Level-triggered: whatever happened, the device is looked at anew — its resource, its model,
 * the mappers that are there — and the mapper is told what it does not know yet. A call that failed
 * is repeated.
 */
final class DeviceReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceReconciler.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final MetaStore meta;
  private final DeviceModels models;
  private final Mappers mappers;
  private final WishStore wishes;
  private final TwinRegistry twins;
  private final DeviceRoster roster;
  private final TwinThread thread;
  private final HeldDevices held;
  private final StateReports stateReports;
  private final Set<NamespacedName> waiting = ConcurrentHashMap.newKeySet();
  private final Map<NamespacedName, Told> told = new HashMap<>();
  private final Shared<DeviceProperty> shared = new Shared<>();

  /** What a mapper was told last. Used on the reconciler's thread alone. */
  private record Told(DeviceMapper mapper, Device device, DeviceModel model) {}

  DeviceReconciler(
      MetaStore meta,
      Mappers mappers,
      WishStore wishes,
      TwinRegistry twins,
      DeviceRoster roster,
      TwinThread thread) {
    this.meta = meta;
    this.mappers = mappers;
    this.wishes = wishes;
    this.twins = twins;
    this.roster = roster;
    this.thread = thread;
    models = new DeviceModels(meta);
    held =
        new HeldDevices(
            thread, device -> twins.get(device).map(twin -> twin.condition().reason()).orElse(""));
    stateReports = new StateReports(twins, thread);
  }

  /** Has all devices of a model that has changed looked at. Any thread. */
  void lookAtModel(NamespacedName model) {
    thread.run(
        () -> {
          models.changed(model);
          twins.ofModel(model).forEach(this::look);
        });
  }

  /** Has a device looked at soon. Any thread; many calls before the look make one look. */
  void look(NamespacedName device) {
    if (waiting.add(device)) {
      thread.run(() -> lookNow(device));
    }
  }

  /** Completes when the looks that wait now are over. Any thread. */
  CompletionStage<Void> settled() {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    thread.run(() -> settled.complete(null));
    return settled;
  }

  private void lookNow(NamespacedName device) {
    waiting.remove(device);
    try {
      reconcile(device);
    } catch (RuntimeException e) {
      LOG.warn("device {}: trying again in {} s", device, RETRY.toSeconds(), e);
      thread.runIn(RETRY, () -> look(device));
    }
  }

  private void reconcile(NamespacedName key) {
    Optional<Resource> resource = meta.get(ManifestTypes.key(ManifestTypes.DEVICE, key));
    if (resource.isEmpty()) {
      forget(key);
      return;
    }
    List<Problem> problems = new ArrayList<>();
    DeviceManifest manifest = DeviceManifest.read(key, resource.get().content(), problems::add);
    Device device = manifest.device();
    DeviceTwin twin = twins.adopt(key);
    twin.refersTo(device.modelKey());
    roster.seen(resource.get());
    Optional<DeviceModels.Found> found = models.get(device.modelKey());
    if (found.isEmpty()) {
      leave(twin, "waits for DeviceModel " + device.modelKey());
      return;
    }
    DeviceModel model = found.get().model();
    problems.addAll(found.get().problems());
    problems.addAll(DeviceSchema.mismatches(device, model));
    Map<String, Wish> wished = wishes.load(key);
    twins.describe(twin, device, model, wished);
    stateReports.every(key, manifest.stateReportCycle());
    Optional<DeviceMapper> mapper = mappers.serving(device, model, manifest.mapper());
    if (mapper.isEmpty()) {
      leave(twin, missing(Mappers.protocol(device, model), manifest.mapper()));
      return;
    }
    problems.addAll(mapper.get().validate(device, model));
    if (!problems.isEmpty()) {
      hold(twin, DeviceState.UNHEALTHY, problems.get(0).toString());
      return;
    }
    tell(new Told(mapper.get(), wishedFor(device, model, wished), model));
    twins.served(twin);
  }

  private void forget(NamespacedName device) {
    letGo(device);
    stateReports.every(device, Duration.ZERO);
    twins.remove(device);
    wishes.forget(device);
    roster.gone(device);
  }

  private static String missing(String protocol, String mapper) {
    if (protocol.isEmpty()) {
      return "names no protocol, so that no driver serves it; a program may, over MQTT";
    }
    return mapper.isEmpty()
        ? "waits for a driver of protocol " + protocol
        : "waits for mapper " + mapper + " of protocol " + protocol;
  }

  /** Leaves a device without a mapper; a program that speaks for it goes on doing so. */
  private void leave(DeviceTwin twin, String reason) {
    if (told.containsKey(twin.key()) || !twin.isSpokenFor()) {
      twin.silence();
      hold(twin, DeviceState.UNKNOWN, reason);
    }
  }

  /** Takes a device from its mapper; what is missing is worth a word if it stays so. */
  private void hold(DeviceTwin twin, DeviceState state, String reason) {
    letGo(twin.key());
    if (twins.held(twin, state, reason)) {
      held.add(twin.key(), reason);
    }
  }

  private void letGo(NamespacedName device) {
    Told last = told.remove(device);
    if (last != null && mappers.isPresent(last.mapper())) {
      last.mapper().removeDevice(device);
    }
  }

  private void tell(Told now) {
    NamespacedName key = now.device().key();
    Told last = told.get(key);
    if (last != null && last.mapper() != now.mapper()) {
      letGo(key);
      last = null;
    }
    if (now.equals(last)) {
      return;
    }
    if (last == null) {
      LOG.info("device {}: given to {}", key, now.mapper().info().name());
      now.mapper().registerDevice(now.device(), now.model());
    } else {
      now.mapper().updateDevice(now.device(), now.model());
    }
    told.put(key, now);
  }

  /**
   * The device with what is desired of it right now, and the protocol of its model at the least.
   */
  private Device wishedFor(Device device, DeviceModel model, Map<String, Wish> wished) {
    List<DeviceProperty> properties =
        device.properties().stream()
            .map(property -> shared.of(wishedFor(property, wished.get(property.name()))))
            .toList();
    return new Device(
        device.key(),
        device.model(),
        new ProtocolConfig(Mappers.protocol(device, model), device.protocol().configData()),
        properties,
        device.methods());
  }

  private static DeviceProperty wishedFor(DeviceProperty property, @Nullable Wish wish) {
    String inManifest = property.desired() == null ? null : property.desired().value();
    if (wish == null || !wish.holdsOver(inManifest)) {
      return property;
    }
    Map<String, String> since = Map.of("timestamp", String.valueOf(wish.since().toEpochMilli()));
    return new DeviceProperty(
        property.name(),
        new TwinProperty(wish.value(), since),
        property.visitors(),
        property.collectCycleMillis(),
        property.reportCycleMillis(),
        property.reportToCloud(),
        property.pushMethod());
  }
}
