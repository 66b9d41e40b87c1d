package io.margay.twin.internal;

import io.margay.dmi.NamespacedName;

/**
 * KubeEdge's two ways to name the topics of a device. An answer goes the way that its question
 * came.
 */
public enum TopicGeneration {
  /** {@code $hw/events/device/<namespace>/<device>}: KubeEdge 1.16 and later. */
  NAMESPACED {
    @Override
    public String root(NamespacedName device) {
      return ROOT + device;
    }

    @Override
    public boolean names(NamespacedName device) {
      return true;
    }
  },
  /** {@code $hw/events/device/<device>}: before 1.16. Names devices of one namespace alone. */
  BARE {
    @Override
    public String root(NamespacedName device) {
      return ROOT + device.name();
    }

    @Override
    public boolean names(NamespacedName device) {
      return device.namespace().equals(NAMESPACE);
    }
  };

  /** The namespace of the devices that topics without one are about. */
  public static final String NAMESPACE = "default";

  private static final String ROOT = "$hw/events/device/";

  /** What all topics of a device begin with. */
  public abstract String root(NamespacedName device);

  /** Whether a device has topics of this generation. */
  public abstract boolean names(NamespacedName device);
}
