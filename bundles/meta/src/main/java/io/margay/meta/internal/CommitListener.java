package io.margay.meta.internal;

import io.margay.meta.ResourceType;
import java.util.Set;

/** Is told what became durable, on the writer's thread; must not block. */
@FunctionalInterface
interface CommitListener {
  void committed(Set<ResourceType> types, long revision);
}
