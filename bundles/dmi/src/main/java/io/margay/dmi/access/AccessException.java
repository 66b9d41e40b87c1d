package io.margay.dmi.access;

import static java.util.Objects.requireNonNull;

/** A request to a device came to nothing; the message says why, in words for people. */
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Kind {
    /** No such device, property or method is served here. */
    NOT_FOUND,
    /** The value or argument cannot be what it should, or the property is not to be written. */
    INVALID,
    /** The device is away, or did not take or give the value. */
    DEVICE_FAILED,
    /** Too many requests wait already. */
    BUSY
  }

  private final Kind kind;

  public AccessException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = requireNonNull(kind, "kind");
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }
}
