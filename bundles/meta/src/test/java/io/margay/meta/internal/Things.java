package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.Owner;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;

/** Resources of an invented type, for tests. */
final class Things {
  static final ResourceType THING = ResourceType.of("test.margay.io/v1", "Thing");
  static final ResourceType OTHER = ResourceType.of("test.margay.io/v1", "Other");

  private Things() {}

  static ResourceKey key(String name) {
    return new ResourceKey(THING, "default", name);
  }

  static String content(ResourceKey key, String spec) {
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s","namespace":"%s"},"spec":%s}"""
        .formatted(key.type().apiVersion(), key.type().kind(), key.name(), key.namespace(), spec);
  }

  static String labelled(ResourceKey key, String labels) {
    return """
        {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s","labels":%s}}"""
        .formatted(key.type().apiVersion(), key.type().kind(), key.name(), labels);
  }

  static Change.Put put(String name, String spec) {
    return new Change.Put(key(name), Owner.LOCAL, content(key(name), spec));
  }

  static Change.Delete delete(String name) {
    return new Change.Delete(key(name), Owner.LOCAL);
  }
}
