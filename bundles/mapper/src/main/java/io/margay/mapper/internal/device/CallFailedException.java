package io.margay.mapper.internal.device;

/** A call into a driver came to nothing; the message says why, in words for people. */
final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of end it was. */
  enum Kind {
    /** The driver said so: the outside world is at fault. */
    REFUSED,
    /** The driver threw what it must not. */
    DEFECT,
    /** The call overran and was interrupted, or the device's line closed meanwhile. */
    LATE,
    /** The call did not even end when interrupted; the line has gone on without it. */
    GIVEN_UP
  }

  private final Kind kind;

  CallFailedException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
