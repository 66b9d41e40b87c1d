package io.margay.twin.internal.manifest;

import io.margay.dmi.Problem;
import io.margay.meta.Violation;
import java.util.List;

/** Says in the store's words what DMI calls a problem. */
final class Violations {
  private Violations() {}

  static List<Violation> of(List<Problem> problems) {
    return problems.stream()
        .map(problem -> new Violation(problem.path(), problem.found(), problem.expected()))
        .toList();
  }
}
