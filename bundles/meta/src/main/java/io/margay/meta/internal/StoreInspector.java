package io.margay.meta.internal;

import io.margay.meta.ResourceType;
import java.util.List;

/** What the shell asks of the store beyond its API. */
interface StoreInspector {

  /** The types that have resources. */
  List<ReadSession.Kind> kinds();

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
