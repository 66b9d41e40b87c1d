package io.margay.dmi.grpc.internal.mapper;

import io.margay.dmi.NamespacedName;

/** What a step is about: a device or a model, by name. */
record StepKey(boolean isDevice, NamespacedName name) {
  static StepKey device(NamespacedName name) {
    return new StepKey(true, name);
  }

  static StepKey model(NamespacedName name) {
    return new StepKey(false, name);
  }

  @Override
  public String toString() {
    return (isDevice ? "device " : "DeviceModel ") + name;
  }
}
