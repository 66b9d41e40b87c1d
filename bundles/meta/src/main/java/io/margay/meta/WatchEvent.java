package io.margay.meta;

/** What a watcher is told. */
public sealed interface WatchEvent {

  /** The store's revision that the event brings the watcher to. */
  long revision();

  /** A resource was created, or its content or status changed. */
  record Updated(Resource resource) implements WatchEvent {
    @Override
    public long revision() {
      return resource.revision();
    }
  }

  /**
   * A resource was deleted.
   *
   * @param last the resource as it was before
   */
  record Deleted(Resource last, long revision) implements WatchEvent {}

  /** Nothing that matters to the watcher happened up to this revision. */
  record Bookmark(long revision) implements WatchEvent {}
}
