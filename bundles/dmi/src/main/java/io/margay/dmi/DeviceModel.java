package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What devices of one make have in common: {@code DeviceModel} of {@code
 * devices.kubeedge.io/v1beta1}.
 *
 * @param protocol the protocol that its devices speak; empty when they say so themselves
 * @param protocolConfigData settings for devices that do not give their own
 * @param properties each name once
 */
public record DeviceModel(
    NamespacedName key,
    String protocol,
    Map<String, Object> protocolConfigData,
    List<ModelProperty> properties) {

  public DeviceModel {
    requireNonNull(key, "key");
    requireNonNull(protocol, "protocol");
    protocolConfigData = ConfigData.frozen(protocolConfigData);
    properties = List.copyOf(properties);
  }

  /** The property of that name, if it has one. */
  public Optional<ModelProperty> property(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).findFirst();
  }

  /** The settings of a device of this model: its own, and the model's where it has none. */
  public Map<String, Object> settings(Device device) {
    return ConfigData.merged(protocolConfigData, device.protocol().configData());
  }

  /** The settings of a property of such a device: its own, and the model's where it has none. */
  public Map<String, Object> settings(DeviceProperty property) {
    Map<String, Object> fallback =
        property(property.name()).map(common -> common.visitors().configData()).orElse(Map.of());
    return ConfigData.merged(fallback, property.visitors().configData());
  }
}
