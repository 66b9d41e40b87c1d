package io.margay.twin.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a program wants of one property; null leaves a side as it is.
 *
 * @param type what a property that the program makes up is to be called
 */
public record PropertyUpdate(
    @Nullable String expected, @Nullable String actual, @Nullable String type) {
  /** The type of a property that the program makes up; KubeEdge's default when it gave none. */
  String typeName() {
    return type == null ? "string" : type;
  }
}
