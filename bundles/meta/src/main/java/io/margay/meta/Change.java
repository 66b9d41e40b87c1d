package io.margay.meta;

import static java.util.Objects.requireNonNull;

/** One change to the store. */
public sealed interface Change {

  /** The resource that changes. */
  ResourceKey key();

  /** What must hold for the change to be made. */
  Precondition precondition();

  /**
   * Creates a resource, or replaces its content. Content that equals the stored one changes
   * nothing, and the revision stays.
   *
   * @param content a JSON object whose {@code apiVersion}, {@code kind} and {@code metadata} agree
   *     with the key; a {@code status} in it is left out
   */
  record Put(ResourceKey key, Owner owner, String content, Precondition precondition)
      implements Change {
    public Put {
      requireNonNull(key, "key");
      requireNonNull(owner, "owner");
      requireNonNull(content, "content");
      requireNonNull(precondition, "precondition");
    }

    public Put(ResourceKey key, Owner owner, String content) {
      this(key, owner, content, Precondition.NONE);
    }
  }

  /**
   * Replaces the status of a resource, whoever owns it.
   *
   * @param status a JSON object
   */
  record PutStatus(ResourceKey key, String status, Precondition precondition) implements Change {
    public PutStatus {
      requireNonNull(key, "key");
      requireNonNull(status, "status");
      requireNonNull(precondition, "precondition");
    }

    public PutStatus(ResourceKey key, String status) {
      this(key, status, Precondition.NONE);
    }
  }

  /** Deletes a resource. What does not exist is deleted already. */
  record Delete(ResourceKey key, Owner owner, Precondition precondition) implements Change {
    public Delete {
      requireNonNull(key, "key");
      requireNonNull(owner, "owner");
      requireNonNull(precondition, "precondition");
    }

    public Delete(ResourceKey key, Owner owner) {
      this(key, owner, Precondition.NONE);
    }
  }
}
