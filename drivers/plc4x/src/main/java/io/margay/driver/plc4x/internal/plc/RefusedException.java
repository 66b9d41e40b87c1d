package io.margay.driver.plc4x.internal.plc;

/** PLC4X or the device does not do what was asked, though the connection may well stand. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** In words for people. */
  String reason() {
    return reason;
  }
}
