package io.margay.edged.internal.spec;

/**
 * A container or sandbox cannot be asked for yet, because what it refers to is not there or does
 * not fit. The message is fit for a pod's status and shows no values.
 */
public final class SpecException extends Exception {
  private static final long serialVersionUID = 1L;

  public SpecException(String message) {
    super(message);
  }

  /** The word in {@code state.waiting.reason}, as Kubernetes has it. */
  public String reason() {
    return "CreateContainerConfigError";
  }
}
