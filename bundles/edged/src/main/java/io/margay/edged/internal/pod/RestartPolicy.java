package io.margay.edged.internal.pod;

import java.util.Map;

/** When a container that ended is started again. */
public enum RestartPolicy {
  ALWAYS,
  ON_FAILURE,
  NEVER;

  static final Map<String, RestartPolicy> WORDS =
      Words.ordered("Always", ALWAYS, "OnFailure", ON_FAILURE, "Never", NEVER);
}
