package io.margay.driver.plc4x.internal.plc;

/** A value that the other side has no place for. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnfitValueException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** In words for people. */
  String reason() {
    return reason;
  }
}
