package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What became of a wish: a mapper tried to give a property its desired value.
 *
 * @param property the name of the property
 * @param desired the value that was tried, in text form
 * @param failure why the device did not take it; null when it did
 */
public record DesiredOutcome(String property, String desired, @Nullable String failure) {

  public DesiredOutcome {
    requireNonNull(property, "property");
    requireNonNull(desired, "desired");
  }
}
