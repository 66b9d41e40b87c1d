package io.margay.meta;

import org.jspecify.annotations.Nullable;

/**
 * What must hold of the stored resource for a change to be made.
 *
 * @param revision the revision it must still have; null for any
 * @param uid the uid it must have; null for any
 * @param absent whether it must not exist
 */
public record Precondition(@Nullable Long revision, @Nullable String uid, boolean absent) {

  /** Nothing is asked. */
  public static final Precondition NONE = new Precondition(null, null, false);

  /** It must not exist yet. */
  public static final Precondition ABSENT = new Precondition(null, null, true);

  /** It must not have changed since it was read. */
  public static Precondition unchanged(Resource resource) {
    return new Precondition(resource.revision(), resource.uid(), false);
  }
}
