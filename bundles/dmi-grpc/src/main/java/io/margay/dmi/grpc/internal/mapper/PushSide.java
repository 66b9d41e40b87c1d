package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceProperty;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who serves the push methods of a mapper's devices, so that no sample is pushed twice: the mapper
 * itself, as KubeEdge has it, or the node for mappers that do not.
 *
 * @param names of the mappers that do not; {@code *} stands for all
 */
public record PushSide(Set<String> names) {
  private static final String ALL = "*";

  /** As it stands in the configuration: names with commas. */
  public static PushSide of(String configured) {
    return new PushSide(
        Arrays.stream(configured.split(",", -1))
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean isNode(String mapper) {
    return names.contains(ALL) || names.contains(mapper);
  }

  /** The device for the side that does not push. */
  static Device withoutPushes(Device device) {
    return device.properties().stream().allMatch(property -> property.pushMethod().isEmpty())
        ? device
        : new Device(
            device.key(),
            device.model(),
            device.protocol(),
            device.properties().stream().map(PushSide::withoutPushes).toList(),
            device.methods());
  }

  private static DeviceProperty withoutPushes(DeviceProperty property) {
    return new DeviceProperty(
        property.name(),
        property.desired(),
        property.visitors(),
        property.collectCycleMillis(),
        property.reportCycleMillis(),
        property.reportToCloud(),
        Map.of());
  }
}
