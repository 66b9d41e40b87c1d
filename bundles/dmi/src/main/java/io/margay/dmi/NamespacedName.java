package io.margay.dmi;

import static java.util.Objects.requireNonNull;

/** Kubernetes' way to name a thing: a name, unique for its kind within a namespace. */
public record NamespacedName(String namespace, String name) implements Comparable<NamespacedName> {

  public NamespacedName {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
  }

  @Override
  public int compareTo(NamespacedName other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
