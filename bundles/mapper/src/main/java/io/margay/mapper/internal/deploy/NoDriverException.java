package io.margay.mapper.internal.deploy;

import java.nio.file.Path;

/** A file that people take for a driver and that is none; the message says why. */
final class NoDriverException extends Exception {
  private static final long serialVersionUID = 1;

  NoDriverException(Path file, String why) {
    super(file + " " + why);
  }
}
