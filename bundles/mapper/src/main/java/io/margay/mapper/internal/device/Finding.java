package io.margay.mapper.internal.device;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What engine and driver make of a description: the wire of the device, or what is wrong.
 *
 * @param problems empty if there is a wire
 * @param wire null if there are problems
 */
record Finding(CompiledDevice device, List<Problem> problems, @Nullable DeviceLink wire) {

  Finding {
    problems = List.copyOf(problems);
  }

  /** The first problem, and how many there are beside it. */
  String reason() {
    String more = problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "";
    return problems.get(0) + more;
  }
}
