package io.margay.dmi;

import static java.util.Objects.requireNonNull;

/**
 * One mistake in the description of a device: where it stands, what is there, what should be.
 *
 * @param path where, from the root of the {@code Device}, as a JSON pointer (RFC 6901), such as
 *     {@code /spec/properties/0/visitors/configData/register}
 * @param found what stands there, short enough to print; {@code nothing} when it is missing
 * @param expected what would be right
 */
public record Problem(String path, String found, String expected) {

  public Problem {
    requireNonNull(path, "path");
    requireNonNull(found, "found");
    requireNonNull(expected, "expected");
  }

  /** One line for people. */
  @Override
  public String toString() {
    return path + ": found " + found + ", expected " + expected;
  }
}
