package io.margay.edged.internal.pod;

import io.margay.meta.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the matter with a resource: mistakes, for which it is refused, and wishes that are right
 * but that this node does not grant, for which a pod waits and says so.
 */
public final class Problems {
  private final List<Violation> mistakes = new ArrayList<>();
  private final List<Violation> unsupported = new ArrayList<>();

  void mistake(Violation violation) {
    addOnce(mistakes, violation);
  }

  void unsupported(Violation violation) {
    addOnce(unsupported, violation);
  }

  /** A field that is read twice is wrong once. */
  private static void addOnce(List<Violation> violations, Violation violation) {
    if (!violations.contains(violation)) {
      violations.add(violation);
    }
  }

  /** What is wrong. */
  public List<Violation> mistakes() {
    return List.copyOf(mistakes);
  }

  /** What is right, but not to be had here. */
  public List<Violation> unsupported() {
    return List.copyOf(unsupported);
  }
}
