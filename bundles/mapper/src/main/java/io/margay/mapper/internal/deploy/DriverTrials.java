package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Standing;
import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

/**
 * Tries an edition beside the one that serves: installs and starts it, has the engine move the
 * devices, and takes one of the two away when the engine says which it keeps. Only then the record
 * is written. Guarded by the deployment's lock, which it takes where an alarm comes in.
 */
final class DriverTrials {
  /** What the engine does for it. */
  interface Engine {
    /** Has devices moved to the driver of a bundle, as soon as it is there. */
    void call(long bundleId);

    /** Has that turned back; whether it is under way, so that its end will be told. */
    boolean callOff(long bundleId, String reason);

    /** What the driver of a bundle is doing. */
    Standing standing(long bundleId);

    /** Shows among the swaps that a driver came to nothing before one could begin. */
    void refused(String driver, Version version, String reason);
  }

  /** A bundle that runs offers its driver within this time. */
  static final long OFFER_SECONDS = 30;

  private final KnownDrivers drivers;
  private final DriverBundles bundles;
  private final DriverInstaller installer;
  private final Engine engine;
  private final Time time;
  private final Executor workers;
  private final ReentrantLock lock;
  private final Consumer<InstalledDriver> over;

  /**
   * @param lock the deployment's lock
   * @param over is told when a driver has no trial any more; the lock is held
   */
  DriverTrials(
      KnownDrivers drivers,
      DriverBundles bundles,
      DriverInstaller installer,
      Engine engine,
      Time time,
      Executor workers,
      ReentrantLock lock,
      Consumer<InstalledDriver> over) {
    this.drivers = drivers;
    this.bundles = bundles;
    this.installer = installer;
    this.engine = engine;
    this.time = time;
    this.workers = workers;
    this.lock = lock;
    this.over = over;
  }

  /**
   * Begins a trial, which takes the place of one of which the engine has seen nothing yet.
   *
   * @param isWayBack whether the edition served before and is called back
   */
  void begin(InstalledDriver driver, Edition edition, String file, Path copy, boolean isWayBack)
      throws IOException, BundleException {
    drop(driver);
    Bundle bundle = installer.install(driver, edition, file, copy);
    InstalledDriver.Trial trial =
        new InstalledDriver.Trial(bundle, edition, file, isWayBack, false);
    driver.trial = trial;
    Bundle serving = driver.serving;
    if (serving == null || !bundles.offersDriver(serving)) {
      succeed(driver, trial);
      workers.execute(() -> replace(serving, bundle));
    } else {
      engine.call(bundle.getBundleId());
      installer.startSoon(bundle);
      lookAfter(driver, trial);
    }
  }

  private void replace(@Nullable Bundle former, Bundle next) {
    if (former != null) {
      bundles.remove(former);
    }
    bundles.start(next);
  }

  /** The engine tells of the end of a trial that it has begun; all others end here. */
  private void lookAfter(InstalledDriver driver, InstalledDriver.Trial trial) {
    time.after(
        TimeUnit.SECONDS.toNanos(OFFER_SECONDS), () -> workers.execute(() -> look(driver, trial)));
  }

  private void look(InstalledDriver driver, InstalledDriver.Trial trial) {
    Bundle bundle = trial.bundle();
    Bundle loser;
    String reason = "";
    lock.lock();
    try {
      Bundle serving = driver.serving;
      if (!driver.isUnderWay(trial) || serving == null) {
        return;
      }
      Standing standing = engine.standing(bundle.getBundleId());
      if (standing == Standing.SWAPPING || bundle.getState() == Bundle.INSTALLED) {
        lookAfter(driver, trial);
        return;
      }
      if (standing == Standing.SERVING
          && engine.standing(serving.getBundleId()) != Standing.SERVING) {
        succeed(driver, trial);
        loser = serving;
      } else {
        reason =
            bundles.offersDriver(bundle)
                ? "it offers a driver, but not for what %s serves".formatted(serving.getVersion())
                : "it runs, but offers no driver within %d s".formatted(OFFER_SECONDS);
        fail(driver, trial, reason);
        installer.trouble(
            trial.file(),
            "%s %s is rolled back: %s"
                .formatted(bundle.getSymbolicName(), bundle.getVersion(), reason));
        loser = bundle;
      }
    } finally {
      lock.unlock();
    }
    if (loser == bundle) {
      engine.refused(String.valueOf(bundle.getSymbolicName()), bundle.getVersion(), reason);
    }
    remove(loser, driver);
  }

  /** Takes the bundle that has lost away, and goes on with what waits for that. */
  void remove(Bundle loser, InstalledDriver driver) {
    bundles.remove(loser);
    lock.lock();
    try {
      over.accept(driver);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the trial under way, if there is one: has the engine turn the devices back, or takes the
   * bundle away at once when none has moved.
   *
   * @param isRefused whether that is said against the edition; written down at once, so that it
   *     survives a power cut in the midst of the way back
   */
  void end(InstalledDriver driver, String reason, boolean isRefused) {
    InstalledDriver.Trial trial = driver.trial;
    if (trial == null) {
      return;
    }
    if (engine.callOff(trial.bundle().getBundleId(), reason)) {
      if (!isRefused) {
        driver.trial = trial.withdrawn();
      } else if (driver.record != null) {
        drivers.record(driver, driver.record.refusing(trial.edition(), reason));
      }
      return;
    }
    if (isRefused) {
      fail(driver, trial, reason);
      installer.removeSoon(trial.bundle());
    } else {
      drop(driver);
    }
    over.accept(driver);
  }

  /** Takes away what is on trial, whatever the engine does with it. */
  void drop(InstalledDriver driver) {
    if (driver.trial != null) {
      Bundle bundle = driver.trial.bundle();
      driver.trial = null;
      engine.callOff(bundle.getBundleId(), "it is taken away");
      installer.removeSoon(bundle);
    }
  }

  /** The engine has kept one of two drivers. */
  void ended(DriverEntry kept, DriverEntry dropped, String reason) {
    Bundle loser;
    InstalledDriver driver;
    lock.lock();
    try {
      driver = drivers.named(kept.bundle()).orElse(null);
      loser = driver == null ? null : loser(driver, kept, dropped, reason);
    } finally {
      lock.unlock();
    }
    if (driver != null && loser != null) {
      remove(loser, driver);
    }
  }

  /** The bundle that has lost its trial, if it came from here. */
  private @Nullable Bundle loser(
      InstalledDriver driver, DriverEntry kept, DriverEntry dropped, String reason) {
    InstalledDriver.Trial trial = driver.trial;
    if (trial == null) {
      return null;
    }
    long tried = trial.bundle().getBundleId();
    if (kept.bundleId() == tried) {
      Bundle former = driver.serving;
      succeed(driver, trial);
      installer.fine(
          trial.file(),
          "%s is now served by %s; it was %s".formatted(kept.protocol(), kept, dropped));
      return former;
    }
    if (dropped.bundleId() == tried) {
      fail(driver, trial, reason);
      installer.trouble(
          trial.file(), "%s is rolled back: %s; %s goes on".formatted(dropped, reason, kept));
      return trial.bundle();
    }
    return null;
  }

  private void succeed(InstalledDriver driver, InstalledDriver.Trial trial) {
    DriverRecord record = driver.record;
    driver.serving = trial.bundle();
    driver.trial = null;
    if (record == null) {
      drivers.record(driver, DriverRecord.first(trial.edition(), trial.file()));
    } else {
      DriverRecord next = record.succeededBy(trial.edition(), trial.file());
      drivers.record(driver, trial.isWayBack() ? next.refusing(record.serving(), "by hand") : next);
    }
  }

  private void fail(InstalledDriver driver, InstalledDriver.Trial trial, String reason) {
    driver.trial = null;
    engine.callOff(trial.bundle().getBundleId(), reason);
    if (driver.record != null && !trial.isWithdrawn()) {
      drivers.record(driver, driver.record.refusing(trial.edition(), reason));
    }
  }
}
