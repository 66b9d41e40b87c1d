package io.margay.twin.internal;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A desired value that somebody on the node set, by MQTT or shell. It goes before the one in the
 * device's manifest until the manifest's own changes.
 *
 * @param overManifest what the manifest desired when the wish was made; null for nothing
 * @param addedType the type of a property that a program added to the twin; null when the device
 *     has it by its manifest
 */
public record Wish(
    String value, Instant since, @Nullable String overManifest, @Nullable String addedType) {

  /** Whether the manifest still says what it said when the wish was made. */
  boolean holdsOver(@Nullable String manifest) {
    return Objects.equals(overManifest, manifest);
  }
}
