package io.margay.manifests.internal;

import java.util.List;

/** How it went with a file. */
sealed interface Outcome {

  /**
   * What the file says is in the store.
   *
   * @param changed whether it was not so before
   */
  record Applied(int resources, boolean changed) implements Outcome {}

  /**
   * Nothing of the file was applied.
   *
   * @param mayPass whether it may pass later though the file stays as it is
   */
  record Refused(List<Mistake> mistakes, boolean mayPass) implements Outcome {
    public Refused {
      mistakes = List.copyOf(mistakes);
    }
  }

  /** Nobody on this node knows a type that the file holds. */
  record Held(Mistake reason) implements Outcome {}

  /** The store does not take it for now. */
  record Waiting(String reason) implements Outcome {}
}
