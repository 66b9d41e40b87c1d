package io.margay.meta.internal;

import io.margay.meta.Resource;
import io.margay.meta.ResourceType;
import java.io.IOException;
import java.util.List;

/** What the shell asks of the store beyond its API. */
interface StoreInspector {

  /** The types that have resources. */
  List<ReadSession.Kind> kinds();

  /** Takes one resource after the other. */
  @FunctionalInterface
  interface Visitor {
    void visit(Resource resource) throws IOException;
  }

  /**
   * Shows a visitor all resources as they are together at one moment.
   *
   * @param kind the kind, in any case; empty for all
   */
  void forEach(String kind, Visitor visitor) throws IOException;

  /** Checks the whole file and tells how the store is. */
  StoreReport check();

  /** The types of a kind that have resources; the kind in any case. */
  default List<ResourceType> typesOf(String kind) {
    return kinds().stream()
        .map(ReadSession.Kind::type)
        .filter(type -> type.kind().equalsIgnoreCase(kind))
        .toList();
  }
}
