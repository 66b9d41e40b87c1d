package io.margay.itest.meta;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;

/** Resources of an invented type. */
public final class Stored {
  public static final ResourceType TYPE = ResourceType.of("test.margay.io/v1", "Thing");

  private Stored() {}

  public static ResourceKey key(String name) {
    return new ResourceKey(TYPE, "default", name);
  }

  /** A change that makes a resource with a text in it. */
  public static Change.Put put(String name, String text) {
    return new Change.Put(
        key(name),
        Owner.LOCAL,
        """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"},"spec":{"text":"%s"}}"""
            .formatted(TYPE.apiVersion(), TYPE.kind(), name, text));
  }
}
