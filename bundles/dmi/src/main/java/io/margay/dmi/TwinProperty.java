package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One side of a twin as a manifest states it: the value as text, and what is said about it.
 *
 * @param value the value in text form
 * @param metadata KubeEdge knows {@code timestamp} (milliseconds since 1970) and {@code type}
 */
public record TwinProperty(String value, Map<String, String> metadata) {

  public TwinProperty {
    requireNonNull(value, "value");
    metadata = Map.copyOf(metadata);
  }

  /** A value about which nothing more is said. */
  public static TwinProperty of(String value) {
    return new TwinProperty(value, Map.of());
  }
}
