package io.margay.twin.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a program wants of one property; null leaves a thing as it is.
 *
 * @param type what a property that the program makes up is to be called
 * @param optional whether it may be deleted again; can only be taken back, not given again
 */
public record PropertyUpdate(
    @Nullable String expected,
    @Nullable String actual,
    @Nullable String type,
    @Nullable Boolean optional) {

  /** KubeEdge's type for what is given none. */
  public static final String DEFAULT_TYPE = "string";

  /** The type of a property that the program makes up. */
  String typeName() {
    return type == null ? DEFAULT_TYPE : type;
  }
}
