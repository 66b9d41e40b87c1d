package io.margay.edged.internal.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a plan is made of. */
final class PlanBuilder {
  private final List<Action> actions = new ArrayList<>();
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private @Nullable Instant lookAgain;

  void act(Action action) {
    actions.add(action);
  }

  boolean hasActions() {
    return !actions.isEmpty();
  }

  void waits(String container, Waiting why) {
    waiting.put(container, why);
  }

  void lookAgain(Instant when) {
    Instant before = lookAgain;
    lookAgain = before == null || when.isBefore(before) ? when : before;
  }

  Plan build(boolean finished) {
    return new Plan(actions, lookAgain, waiting, finished);
  }
}
