package io.margay.meta;

import java.util.List;

/** The store did not do what was asked; nothing of it was done. */
public abstract sealed class MetaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private MetaException(String message) {
    super(message);
  }

  private MetaException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Another owner's resource, or a precondition that does not hold. Read again and decide. */
  public static final class Conflict extends MetaException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message);
    }
  }

  /** The status of a resource that does not exist, or an update that expected one. */
  public static final class NotFound extends MetaException {
    private static final long serialVersionUID = 1L;

    public NotFound(ResourceKey key) {
      super(key + " does not exist");
    }
  }

  /** A resource with mistakes. */
  public static final class Invalid extends MetaException {
    private static final long serialVersionUID = 1L;
    private final transient ResourceKey key;
    private final transient List<Violation> violations;

    public Invalid(ResourceKey key, List<Violation> violations) {
      super(key + ": " + violations);
      this.key = key;
      this.violations = List.copyOf(violations);
    }

    /** The resource that has them. */
    public ResourceKey key() {
      return key;
    }

    /** The mistakes. */
    public List<Violation> violations() {
      return violations;
    }
  }

  /** The disk is full, not writable or broken, or the store is closed. Reads may still work. */
  public static final class Unavailable extends MetaException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
      super(message);
    }

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The revision to watch from is gone. List again and watch from there. */
  public static final class Compacted extends MetaException {
    private static final long serialVersionUID = 1L;

    public Compacted(long asked, long oldest) {
      super(
          "revision " + asked + " is compacted; the oldest that can be watched from is " + oldest);
    }
  }
}
