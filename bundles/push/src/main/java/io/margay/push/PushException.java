package io.margay.push;

import static java.util.Objects.requireNonNull;

/**
 * A target did not take what it was given. An expected failure of the outside world: the message is
 * for people, names the target's own words, and is logged without a stack trace. It never holds a
 * secret.
 */
public final class PushException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What can be hoped for. */
  public enum Kind {
    /** The target is away, overloaded or refuses us now: the batch waits and is tried again. */
    UNREACHABLE,
    /** This batch will never be taken, today or tomorrow: it is dropped, counted and told. */
    REJECTED
  }

  private final Kind kind;
  private final int delivered;

  public PushException(Kind kind, String message) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
    delivered = 0;
  }

  public PushException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind");
    delivered = 0;
  }

  private PushException(PushException cause, int delivered) {
    super(cause.getMessage(), cause);
    kind = cause.kind;
    this.delivered = delivered;
  }

  /** The target is away; tried again later. */
  public static PushException unreachable(String message) {
    return new PushException(Kind.UNREACHABLE, message);
  }

  /** The target is away; tried again later. */
  public static PushException unreachable(String message, Throwable cause) {
    return new PushException(Kind.UNREACHABLE, message, cause);
  }

  /** The batch is of no use to the target; dropped. */
  public static PushException rejected(String message) {
    return new PushException(Kind.REJECTED, message);
  }

  /** The same failure, of a target that has the first records of the batch all the same. */
  public PushException afterDelivering(int records) {
    return new PushException(this, records);
  }

  /** What can be hoped for. */
  public Kind kind() {
    return kind;
  }

  /** How many records at the head of the batch the target has; they are not sent again. */
  public int delivered() {
    return delivered;
  }
}
