package io.margay.driver.modbus.internal.format;

/** A value cannot be written in the format of its property; the message says why. */
public final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnfitValueException(String message) {
    super(message);
  }
}
