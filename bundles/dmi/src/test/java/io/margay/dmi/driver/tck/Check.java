package io.margay.dmi.driver.tck;

import org.opentest4j.TestAbortedException;

/** States what a driver did wrong. */
final class Check {
  private Check() {}

  static void that(boolean kept, String otherwise, Object... arguments) {
    if (!kept) {
      throw new AssertionError(otherwise.formatted(arguments));
    }
  }

  /** Ends a trial that says nothing about this driver. */
  static void applies(boolean does, String otherwise) {
    if (!does) {
      throw new TestAbortedException(otherwise);
    }
  }
}
