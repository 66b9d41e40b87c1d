package io.margay.edged.internal.probe;

/**
 * What one look at a container found.
 *
 * @param message why it did not succeed, fit for an event; may be empty
 */
public record Outcome(Answer answer, String message) {
  public static final Outcome SUCCESS = new Outcome(Answer.YES, "");

  /** What the container said. */
  public enum Answer {
    YES,
    NO,
    /** Nothing: it could not even be asked, which tells nothing of its health. */
    NONE
  }

  public static Outcome failure(String message) {
    return new Outcome(Answer.NO, message);
  }

  public static Outcome notAsked(String message) {
    return new Outcome(Answer.NONE, message);
  }

  public boolean success() {
    return answer == Answer.YES;
  }
}
