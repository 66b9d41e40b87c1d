package io.margay.twin.internal.manifest;

import io.margay.dmi.NamespacedName;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;

/** The resource types of KubeEdge's device API that this bundle speaks for. */
public final class ManifestTypes {
  /** A device. */
  public static final ResourceType DEVICE =
      new ResourceType("devices.kubeedge.io", "v1beta1", "Device");

  /** A device model. */
  public static final ResourceType DEVICE_MODEL =
      new ResourceType("devices.kubeedge.io", "v1beta1", "DeviceModel");

  private ManifestTypes() {}

  /** The store's key of a device or model. */
  public static ResourceKey key(ResourceType type, NamespacedName name) {
    return new ResourceKey(type, name.namespace(), name.name());
  }

  /** The name under which the rest of this bundle knows a resource. */
  public static NamespacedName name(ResourceKey key) {
    return new NamespacedName(key.namespace(), key.name());
  }
}
