package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A device as it should be: {@code Device} of {@code devices.kubeedge.io/v1beta1}.
 *
 * @param key namespace and name
 * @param model the name of its {@link DeviceModel}, in the same namespace
 * @param protocol how to reach it
 * @param properties its data, each name once
 * @param methods what can be called on it
 */
public record Device(
    NamespacedName key,
    String model,
    ProtocolConfig protocol,
    List<DeviceProperty> properties,
    List<DeviceMethod> methods) {

  public Device {
    requireNonNull(key, "key");
    requireNonNull(model, "model");
    requireNonNull(protocol, "protocol");
    properties = List.copyOf(properties);
    methods = List.copyOf(methods);
  }

  /** The key of its model: same namespace, the name that it refers to. */
  public NamespacedName modelKey() {
    return new NamespacedName(key.namespace(), model);
  }

  /** The property of that name, if it has one. */
  public Optional<DeviceProperty> property(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).findFirst();
  }
}
