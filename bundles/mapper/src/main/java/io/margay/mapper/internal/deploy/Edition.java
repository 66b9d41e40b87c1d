package io.margay.mapper.internal.deploy;

import java.util.Optional;
import org.osgi.framework.Version;

/**
 * One build of a driver: its version, and what its jar holds, since a rebuilt jar may say the same
 * version.
 *
 * @param hash of the jar's bytes, in hexadecimal digits
 */
record Edition(Version version, String hash) {
  private static final char SEPARATOR = '@';

  /** Its text form is what {@link #toString()} gives. */
  static Optional<Edition> parse(String text) {
    int at = text.indexOf(SEPARATOR);
    if (at < 0 || !text.substring(at + 1).matches("[0-9a-f]{8,64}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Edition(Version.parseVersion(text.substring(0, at)), text.substring(at + 1)));
    } catch (IllegalArgumentException noVersion) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return version.toString() + SEPARATOR + hash;
  }
}
