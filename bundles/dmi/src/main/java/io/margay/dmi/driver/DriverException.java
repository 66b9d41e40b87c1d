package io.margay.dmi.driver;

/**
 * The conversation with a device is broken or could not begin. An expected failure of the outside
 * world: the message is for people, and is logged without a stack trace.
 */
public final class DriverException extends Exception {
  private static final long serialVersionUID = 1L;

  public DriverException(String message) {
    super(message);
  }

  public DriverException(String message, Throwable cause) {
    super(message, cause);
  }
}
