package io.margay.deviceapi.internal;

import io.margay.dmi.Device;
import io.margay.dmi.DeviceModel;
import io.margay.dmi.ModelProperty;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.access.DeviceAccess;
import org.jspecify.annotations.Nullable;

/** Finds devices, and what is known of their properties, for callers who may have misspelt them. */
record Served(DeviceAccess access) {

  Device device(NamespacedName name) {
    return access
        .device(name)
        .orElseThrow(
            () ->
                new ApiException(
                    404, "device %s is not served here".formatted(Shown.text(name.toString()))));
  }

  DeviceModel model(NamespacedName name) {
    return access
        .model(name)
        .orElseThrow(
            () ->
                new ApiException(
                    404, "device %s has no model here".formatted(Shown.text(name.toString()))));
  }

  /** The device, which has a property of that name. */
  Device withProperty(NamespacedName name, String property) {
    Device device = device(name);
    if (device.property(property).isEmpty()) {
      throw new ApiException(
          404, "device %s has no property %s".formatted(name, Shown.text(property)));
    }
    return device;
  }

  /** The type of a property as its model has it; null when there is none. */
  @Nullable PropertyType type(NamespacedName device, String property) {
    return access
        .model(device)
        .flatMap(model -> model.property(property))
        .map(ModelProperty::type)
        .orElse(null);
  }
}
