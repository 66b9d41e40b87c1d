package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;
import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.twin.internal.manifest.ManifestTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The twins of a node, between a store, a bus and mappers that a test looks into. */
final class TwinBench implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-08-06T12:00:00Z");

  final MemoryMeta meta = new MemoryMeta();
  final RecordingBus bus = new RecordingBus();
  final Mappers mappers = new Mappers();
  final DeviceTwins twins =
      new DeviceTwins(
          meta, bus, mappers, "edge-1", Duration.ofSeconds(5), Clock.fixed(NOON, ZoneOffset.UTC));

  /** Puts the model of devices that no driver serves. */
  void putModel(String model, String properties) {
    put(
        ManifestTypes.DEVICE_MODEL,
        new NamespacedName("default", model),
        "{\"spec\":{\"protocol\":\"none\",\"properties\":[" + properties + "]}}");
  }

  /** Puts a device. */
  void putDevice(NamespacedName device, String model, String properties) {
    put(
        ManifestTypes.DEVICE,
        device,
        "{\"spec\":{\"deviceModelRef\":{\"name\":\""
            + model
            + "\"},\"properties\":["
            + properties
            + "]}}");
  }

  /** Deletes a device. */
  void removeDevice(NamespacedName device) {
    meta.apply(
        new Change.Delete(
            new ResourceKey(ManifestTypes.DEVICE, device.namespace(), device.name()),
            Owner.MANIFEST));
  }

  private void put(ResourceType type, NamespacedName name, String content) {
    meta.apply(
        new Change.Put(
            new ResourceKey(type, name.namespace(), name.name()), Owner.MANIFEST, content));
  }

  @Override
  public void close() throws Exception {
    twins.stop();
  }
}
