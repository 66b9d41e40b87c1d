package io.margay.dmi.grpc.internal.mapper;

import io.grpc.Status;
import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.Device;
import io.margay.dmi.DeviceMapper;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.DeviceState;
import io.margay.dmi.MapperInfo;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.Sample;
import io.margay.dmi.access.AccessException;
import io.margay.dmi.access.AccessException.Kind;
import io.margay.dmi.grpc.internal.message.DeviceMessages;
import io.margay.dmi.grpc.internal.wire.Twin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A mapper in another process as the runtime sees it: a {@link DeviceMapper} like any other.
 *
 * <p>It holds what the mapper is to have, and takes what it reports. That the process learns of it
 * is the job of its {@link MapperSession}, which is told when something changes.
 */
final class RemoteMapper implements DeviceMapper {
  private final MapperInfo info;
  private final Node node;
  private final Runnable changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<NamespacedName, RemoteDevice> devices = new LinkedHashMap<>();
  private final Set<NamespacedName> stated = new HashSet<>();
  private @Nullable Instant lastReport;
  private long reports;

  /**
   * @param changed called on any thread when the mapper is to have something else
   */
  RemoteMapper(MapperInfo info, Node node, Runnable changed) {
    this.info = info;
    this.node = node;
    this.changed = changed;
  }

  @Override
  public MapperInfo info() {
    return info;
  }

  @Override
  public List<Problem> validate(Device device, DeviceModel model) {
    return DeviceMessages.check(device, model);
  }

  /** A model is one: what this device says of it counts for the others that have it. */
  @Override
  public void registerDevice(Device device, DeviceModel model) {
    lock.lock();
    try {
      RemoteDevice known = devices.get(device.key());
      if (known == null) {
        boolean nodePushes = node.pushes().isNode(info.name());
        devices.put(device.key(), new RemoteDevice(device, model, nodePushes));
      } else {
        known.describe(device, model);
      }
      devices.values().forEach(other -> other.describe(model));
    } finally {
      lock.unlock();
    }
    changed.run();
  }

  @Override
  public void updateDevice(Device device, DeviceModel model) {
    registerDevice(device, model);
  }

  @Override
  public void removeDevice(NamespacedName device) {
    lock.lock();
    try {
      devices.remove(device);
      stated.remove(device);
      node.listeners().removed(device);
    } finally {
      lock.unlock();
    }
    changed.run();
  }

  @Override
  public Optional<Device> getDevice(NamespacedName device) {
    lock.lock();
    try {
      return Optional.ofNullable(devices.get(device)).map(RemoteDevice::device);
    } finally {
      lock.unlock();
    }
  }

  /** The model of a device. */
  Optional<DeviceModel> model(NamespacedName device) {
    lock.lock();
    try {
      return Optional.ofNullable(devices.get(device)).map(RemoteDevice::model);
    } finally {
      lock.unlock();
    }
  }

  /** The names of the devices that it is to have. */
  List<NamespacedName> keys() {
    lock.lock();
    try {
      return List.copyOf(devices.keySet());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The value of a property that was reported not longer ago than this, or else the next one.
   *
   * @throws AccessException when there is no such device or property, or too many wait already
   */
  CompletableFuture<Sample> read(NamespacedName key, String property, Duration maxAge) {
    lock.lock();
    try {
      Readings readings = readings(key, property);
      return readings
          .young(property, maxAge, node.clock().instant())
          .map(CompletableFuture::completedFuture)
          .orElseGet(() -> readings.next(property));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The newest reading of a property.
   *
   * @throws AccessException when there is no such device or property
   */
  Optional<Sample> newest(NamespacedName key, String property) {
    lock.lock();
    try {
      return readings(key, property).newest(property);
    } finally {
      lock.unlock();
    }
  }

  private Readings readings(NamespacedName key, String property) {
    RemoteDevice device = devices.get(key);
    if (device == null || device.device().property(property).isEmpty()) {
      throw new AccessException(
          Kind.NOT_FOUND,
          device == null
              ? "device %s is not served here".formatted(key)
              : "device %s has no property %s".formatted(key, property));
    }
    return device.readings();
  }

  /** What the mapper is to have, the oldest first. */
  List<RemoteDevice.Description> wanted() {
    lock.lock();
    try {
      return devices.values().stream().map(RemoteDevice::description).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is to have a device. */
  boolean has(NamespacedName device) {
    lock.lock();
    try {
      return devices.containsKey(device);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what the mapper reports of a device. A device that says a value answers, until its mapper
   * says otherwise.
   */
  void report(NamespacedName key, List<Twin> twins) {
    Runnable answers;
    lock.lock();
    try {
      RemoteDevice device = known(key);
      Instant now = note();
      RemoteDevice.Reported reported = device.read(twins, now);
      answers = device.readings().take(reported.samples(), now);
      if (!reported.samples().isEmpty()) {
        if (stated.add(key)) {
          node.manager().reportState(key, DeviceState.ONLINE, null);
        }
        node.manager().reportSamples(key, reported.samples());
        node.listeners().sampled(device.heard(), device.model(), reported.samples());
      }
      if (!reported.outcomes().isEmpty()) {
        node.manager().reportOutcomes(key, reported.outcomes());
      }
    } finally {
      lock.unlock();
    }
    answers.run();
  }

  /** Takes how the mapper says that a device is. */
  void report(NamespacedName key, DeviceState state) {
    lock.lock();
    try {
      known(key);
      note();
      stated.add(key);
      node.manager()
          .reportState(key, state, state == DeviceState.ONLINE ? null : "its mapper says so");
    } finally {
      lock.unlock();
    }
  }

  /** The mapper does not answer: nobody knows how its devices are. */
  void away(String why) {
    lock.lock();
    try {
      stated.clear();
      devices
          .keySet()
          .forEach(device -> node.manager().reportState(device, DeviceState.UNKNOWN, why));
    } finally {
      lock.unlock();
    }
  }

  /** The mapper does not take a device as it is described. */
  void refused(NamespacedName key, String why, int attempts, Instant nextAttempt) {
    withDevice(
        key,
        device -> {
          stated.remove(key);
          node.manager().reportState(key, DeviceState.UNHEALTHY, why);
          List<DesiredOutcome> failures = device.failures(why, attempts, nextAttempt);
          if (!failures.isEmpty()) {
            node.manager().reportOutcomes(key, failures);
          }
        });
  }

  /** The mapper takes a device that it has refused before. */
  void accepted(NamespacedName key) {
    withDevice(
        key,
        device ->
            node.manager()
                .reportState(key, DeviceState.UNKNOWN, "its mapper has not said yet how it is"));
  }

  /** The mapper does not take a model, and so none of the devices that have it. */
  void modelRefused(NamespacedName model, String why, int attempts, Instant nextAttempt) {
    having(model).forEach(device -> refused(device, why, attempts, nextAttempt));
  }

  /** The mapper takes a model that it has refused before. */
  void modelAccepted(NamespacedName model) {
    having(model).forEach(this::accepted);
  }

  private List<NamespacedName> having(NamespacedName model) {
    return wanted().stream()
        .filter(device -> device.modelKey().equals(model))
        .map(RemoteDevice.Description::key)
        .toList();
  }

  int deviceCount() {
    return wanted().size();
  }

  long reports() {
    lock.lock();
    try {
      return reports;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Instant lastReport() {
    lock.lock();
    try {
      return lastReport;
    } finally {
      lock.unlock();
    }
  }

  private Instant note() {
    Instant now = node.clock().instant();
    lastReport = now;
    reports++;
    return now;
  }

  private void withDevice(NamespacedName key, Consumer<RemoteDevice> action) {
    lock.lock();
    try {
      Optional.ofNullable(devices.get(key)).ifPresent(action);
    } finally {
      lock.unlock();
    }
  }

  private RemoteDevice known(NamespacedName key) {
    RemoteDevice device = devices.get(key);
    if (device == null) {
      throw Status.NOT_FOUND
          .withDescription("device " + key + " is not one of mapper " + info.name())
          .asRuntimeException();
    }
    return device;
  }
}
