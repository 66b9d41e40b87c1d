package io.margay.meta;

import static java.util.Objects.requireNonNull;

/**
 * One mistake in a resource.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) from the root of the resource
 * @param found what stands there, short enough to print; {@code nothing} when it is missing
 * @param expected what would be right
 */
public record Violation(String pointer, String found, String expected) {

  public Violation {
    requireNonNull(pointer, "pointer");
    requireNonNull(found, "found");
    requireNonNull(expected, "expected");
  }

  /** One line for people. */
  @Override
  public String toString() {
    return pointer + ": found " + found + ", expected " + expected;
  }
}
