package io.margay.driver.modbus.internal;

/** A value cannot be written in the format of its property; the message says why. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitValueException(String message) {
    super(message);
  }
}
