package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A callable method of a device ({@code Device.spec.methods[]}): the properties that it writes.
 *
 * @param propertyNames names of properties of the same device
 */
public record DeviceMethod(String name, String description, List<String> propertyNames) {

  public DeviceMethod {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    propertyNames = List.copyOf(propertyNames);
  }
}
