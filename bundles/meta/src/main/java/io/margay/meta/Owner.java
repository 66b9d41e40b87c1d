package io.margay.meta;

import java.util.Locale;

/** Who brought a resource, and alone may change or delete it. */
public enum Owner {
  /** A file in the manifests folder. */
  MANIFEST,
  /** The cloud side, through the link. */
  CLOUD,
  /** A person or program on the node: shell, MQTT, the local API. */
  LOCAL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
