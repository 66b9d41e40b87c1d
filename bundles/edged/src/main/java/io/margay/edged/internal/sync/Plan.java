package io.margay.edged.internal.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do now for a pod, in order.
 *
 * @param lookAgain when time alone will change the plan; null when it will not
 * @param waiting why containers that should run do not, by name
 * @param finished whether the pod has done all that it ever will
 */
public record Plan(
    List<Action> actions,
    @Nullable Instant lookAgain,
    Map<String, Waiting> waiting,
    boolean finished) {

  public Plan {
    actions = List.copyOf(actions);
    waiting = Map.copyOf(waiting);
  }
}
