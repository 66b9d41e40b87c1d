package io.margay.meta;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Picks resources of a type.
 *
 * @param namespace the namespace; empty for all
 * @param name the name; empty for all
 * @param labels labels that a resource must have, with these values
 */
public record Selector(String namespace, String name, Map<String, String> labels) {

  /** Picks all. */
  public static final Selector ALL = new Selector("", "", Map.of());

  public Selector {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    labels = Map.copyOf(labels);
  }

  /** Picks those of one namespace. */
  public static Selector inNamespace(String namespace) {
    return new Selector(namespace, "", Map.of());
  }

  /** Whether it picks the resource. */
  public boolean matches(Resource resource) {
    return (namespace.isEmpty() || namespace.equals(resource.key().namespace()))
        && (name.isEmpty() || name.equals(resource.key().name()))
        && resource.labels().entrySet().containsAll(labels.entrySet());
  }
}
