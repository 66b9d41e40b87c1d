package io.margay.meta;

import static java.util.Objects.requireNonNull;

/**
 * Names one resource.
 *
 * @param namespace empty for types that have none
 */
public record ResourceKey(ResourceType type, String namespace, String name) {

  public ResourceKey {
    requireNonNull(type, "type");
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
  }

  /** {@code Kind namespace/name}. */
  @Override
  public String toString() {
    return type.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }
}
