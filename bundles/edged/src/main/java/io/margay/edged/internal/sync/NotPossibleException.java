package io.margay.edged.internal.sync;

/**
 * A pod or container cannot be made now, because something that it refers to is missing or wrong.
 * It is tried again.
 */
public final class NotPossibleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason one word for the status: {@code CreateContainerConfigError}
   * @param message a sentence for the status; no secrets
   */
  public NotPossibleException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
