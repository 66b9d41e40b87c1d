package io.margay.edged.engine;

import java.time.Instant;
import java.util.Map;

/**
 * A container as the engine lists it.
 *
 * @param image the image's id
 */
public record Container(
    String id,
    String sandboxId,
    String name,
    int attempt,
    String image,
    ContainerState state,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations) {

  public Container {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
