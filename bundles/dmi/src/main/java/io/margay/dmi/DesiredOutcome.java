package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish: a mapper tried to give a property its desired value.
 *
 * @param property the name of the property
 * @param desired the value that was tried, in text form
 * @param failure why the device did not take it; null when it did
 * @param attempts how often it was tried so far; 0 when the mapper does not count
 * @param nextAttempt when it is tried again; null when it is not, or when nobody can tell, as with
 *     a device that is away
 */
public record DesiredOutcome(
    String property,
    String desired,
    @Nullable String failure,
    int attempts,
    @Nullable Instant nextAttempt) {
  public DesiredOutcome {
    requireNonNull(property, "property");
    requireNonNull(desired, "desired");
  }

  /** An outcome of which the mapper says no more. */
  public DesiredOutcome(String property, String desired, @Nullable String failure) {
    this(property, desired, failure, 0, null);
  }
}
