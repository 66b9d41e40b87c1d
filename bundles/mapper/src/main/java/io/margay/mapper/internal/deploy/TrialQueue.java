package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Decides when an edition is tried: once the node has come to rest after its start, and no other
 * one is on trial. Guarded by the deployment's lock, which it takes where an alarm comes in.
 */
final class TrialQueue {
  /** After its start a node is left in peace for so long before anything is tried. */
  private static final long PEACE_MILLIS = 3_000;

  private final KnownDrivers drivers;
  private final DriverBundles bundles;
  private final DriverInstaller installer;
  private final DriverShelf shelf;
  private final DriverTrials trials;
  private final Time time;
  private final Executor workers;
  private final ReentrantLock lock;
  private final long born;

  /**
   * @param lock the deployment's lock
   */
  TrialQueue(
      KnownDrivers drivers,
      DriverBundles bundles,
      DriverInstaller installer,
      DriverShelf shelf,
      DriverTrials trials,
      Time time,
      Executor workers,
      ReentrantLock lock) {
    this.drivers = drivers;
    this.bundles = bundles;
    this.installer = installer;
    this.shelf = shelf;
    this.trials = trials;
    this.time = time;
    this.workers = workers;
    this.lock = lock;
    this.born = time.nanos();
  }

  /** Tries what was not dropped just now, but is merely there; unless it was tried before. */
  void tryIfWorthIt(InstalledDriver driver, String file, DriverJar jar) {
    if (driver.isWorthATrial(jar, file)) {
      tryLater(driver, file, jar);
    } else if (driver.record != null) {
      DriverRecord record = driver.record;
      installer.fine(
          file,
          jar
              + (jar.edition().equals(record.refused())
                  ? " was rolled back (" + record.reason() + ")"
                  : " is older")
              + ", "
              + record.serving().version()
              + " serves");
    }
  }

  /** Tries an edition as soon as the node has come to rest and no other one is on trial. */
  void tryLater(InstalledDriver driver, String file, DriverJar jar) {
    tryLater(driver, new InstalledDriver.Drop(file, jar), time.nanos());
  }

  private void tryLater(InstalledDriver driver, InstalledDriver.Drop drop, long since) {
    long peace = TimeUnit.MILLISECONDS.toNanos(PEACE_MILLIS) - (time.nanos() - born);
    if (peace <= 0 && bundles.areStarted() && !isToCome(driver, since)) {
      tryNow(driver, drop);
      return;
    }
    time.after(
        Math.max(peace, TimeUnit.MILLISECONDS.toNanos(PEACE_MILLIS) / 10),
        () -> workers.execute(() -> tryStill(driver, drop, since)));
  }

  /**
   * Whether the edition that serves is about to offer its driver: one that is merely slow to start
   * is not replaced without a trial.
   */
  private boolean isToCome(InstalledDriver driver, long since) {
    Bundle serving = driver.serving;
    return serving != null
        && bundles.mayOfferDriver(serving)
        && !bundles.offersDriver(serving)
        && time.nanos() - since < TimeUnit.SECONDS.toNanos(DriverTrials.OFFER_SECONDS);
  }

  private void tryStill(InstalledDriver driver, InstalledDriver.Drop drop, long since) {
    lock.lock();
    try {
      if (drivers.named(driver.name).filter(driver::equals).isPresent()
          && driver.isStillToTry(drop)) {
        tryLater(driver, drop, since);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tryNow(InstalledDriver driver, InstalledDriver.Drop drop) {
    InstalledDriver.Trial trial = driver.trial;
    if (trial != null && bundles.offersDriver(trial.bundle())) {
      driver.next = drop;
      installer.fine(
          drop.file(),
          "%s waits until %s has been tried".formatted(drop.jar(), trial.edition().version()));
      return;
    }
    try {
      trials.begin(driver, drop.jar().edition(), drop.file(), shelf.keep(drop.jar()), false);
    } catch (IOException | BundleException e) {
      installer.trouble(drop.file(), drop.jar() + " is not installed: " + e.getMessage());
    }
  }

  /** Tries what was dropped during the trial that is over. */
  void tryNext(InstalledDriver driver) {
    InstalledDriver.Drop next = driver.next;
    if (driver.trial == null && next != null) {
      driver.next = null;
      if (driver.isStillToTry(next)) {
        tryNow(driver, next);
      }
    }
  }
}
