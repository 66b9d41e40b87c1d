package io.margay.edged.internal.probe;

/**
 * What one look at a container found.
 *
 * @param message why it failed, fit for an event; may be empty
 */
public record Outcome(boolean success, String message) {
  public static final Outcome SUCCESS = new Outcome(true, "");

  public static Outcome failure(String message) {
    return new Outcome(false, message);
  }
}
