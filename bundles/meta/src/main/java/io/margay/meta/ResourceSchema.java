package io.margay.meta;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows one type of resource. A capability publishes one as a service for each type that it acts
 * on; from then on {@link MetaStore#apply} refuses resources of that type that have mistakes.
 */
@ConsumerType
public interface ResourceSchema {

  /** The type that this schema speaks for. */
  ResourceType type();

  /** Whether resources of the type live in a namespace. */
  boolean namespaced();

  /**
   * Finds the mistakes in a resource. Called on the thread of whoever writes, before the store is
   * touched; must not write to the store.
   *
   * @param content the JSON object
   * @param view what else there will be, for resources that refer to others
   * @return all mistakes; empty when there are none
   */
  List<Violation> validate(ResourceKey key, String content, ResourceView view);
}
