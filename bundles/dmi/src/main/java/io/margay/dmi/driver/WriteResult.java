package io.margay.dmi.driver;

import org.jspecify.annotations.Nullable;

/**
 * What became of one {@link PropertyWrite}.
 *
 * @param failure why the device did not take the value; null when it did
 */
public record WriteResult(@Nullable String failure) {

  /** The device took the value. */
  public static final WriteResult DONE = new WriteResult(null);

  /** The device did not take the value. */
  public static WriteResult failed(String reason) {
    return new WriteResult(reason);
  }
}
