package io.margay.mapper.internal.device;

/** A value that cannot be what the property's type asks for; the message says why. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitValueException(String message) {
    super(message, null, false, false);
  }
}
