package io.margay.dmi.driver.tck;

import org.opentest4j.TestAbortedException;

/**
 * One promise of a driver, and how to try it.
 *
 * @param name what a driver does that keeps it
 * @param sentence the words of the driver SPI that ask for it
 */
public record Rule(String name, String sentence, Trial trial) {

  /** Throws when a driver breaks the promise. */
  @FunctionalInterface
  public interface Trial {
    void on(DriverUnderTest subject) throws Exception;
  }

  /**
   * Tries a driver.
   *
   * @throws AssertionError saying what the driver did, and which sentence that breaks
   */
  public void tryOn(DriverUnderTest subject) {
    try {
      trial.on(subject);
    } catch (TestAbortedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      String did = e instanceof AssertionError ? e.getMessage() : "it threw " + e;
      throw new AssertionError(did + "\nbroken: " + sentence, e);
    }
  }
}
