package io.margay.meta;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The resources of this node.
 *
 * <p>All calls may come from any thread. Reads never wait for writers. A write that has returned
 * survives a power cut.
 */
@ProviderType
public interface MetaStore {

  /**
   * The resource, if it exists.
   *
   * @throws MetaException.Unavailable when there is a store that cannot be read
   */
  Optional<Resource> get(ResourceKey key);

  /**
   * All resources of a type that a selector picks, by namespace and name.
   *
   * @throws MetaException.Unavailable when there is a store that cannot be read
   */
  ResourceList list(ResourceType type, Selector selector);

  /**
   * Makes changes together or not at all, and blocks until they are durable.
   *
   * @return for each change the resource after it; for a deletion the resource as it was, or
   *     nothing when there was none
   * @throws MetaException.Invalid when a resource is not well formed, or a {@link ResourceSchema}
   *     finds mistakes
   * @throws MetaException.Conflict when another owner holds the resource, or a precondition fails
   * @throws MetaException.NotFound for the status of a resource that does not exist
   * @throws MetaException.Unavailable when the disk does not take it
   */
  List<Optional<Resource>> apply(List<? extends Change> changes);

  /** Makes one change; see {@link #apply(List)}. */
  default Optional<Resource> apply(Change change) {
    return apply(List.of(change)).get(0);
  }

  /**
   * Tells a listener of what changed after a revision.
   *
   * <p>A resource that changed several times before the listener was told is told once, as it is
   * now; a deletion is told even so. For a listener that asks for labels, a resource that does not
   * carry them any more is deleted.
   *
   * @param fromRevision as {@link ResourceList#revision()} gave it, or 0 to be told of all that
   *     exists first, up to a {@link WatchEvent.Bookmark}
   * @throws MetaException.Compacted when the deletions since then are not remembered any more, or
   *     the revision is of another store
   * @throws MetaException.Unavailable when there is a store that cannot be read
   */
  Watch watch(ResourceType type, Selector selector, long fromRevision, WatchListener listener);
}
