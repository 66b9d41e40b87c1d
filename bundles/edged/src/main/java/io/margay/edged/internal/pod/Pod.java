package io.margay.edged.internal.pod;

import io.margay.edged.engine.PodIdentity;
import io.margay.meta.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pod as its owner wants it.
 *
 * @param identity namespace, name and uid; each is safe as a file's name
 * @param deletion when its owner asked for its end, as the cloud does it; null while it is wanted.
 *     A pod that is no resource any more is not wanted either.
 * @param deletionGrace how long it may take to end; null for what the spec says
 */
public record Pod(
    PodIdentity identity,
    Owner owner,
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant created,
    long generation,
    @Nullable Instant deletion,
    @Nullable Duration deletionGrace,
    PodSpec spec) {

  public Pod {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return identity.namespace() + "/" + identity.name();
  }
}
