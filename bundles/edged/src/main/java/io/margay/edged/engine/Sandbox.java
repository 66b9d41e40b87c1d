package io.margay.edged.engine;

import java.time.Instant;
import java.util.Map;

/** A sandbox as the engine lists it. */
public record Sandbox(
    String id,
    PodIdentity pod,
    int attempt,
    boolean ready,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations) {

  public Sandbox {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
