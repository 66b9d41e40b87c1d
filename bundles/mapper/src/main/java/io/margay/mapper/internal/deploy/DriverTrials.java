package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
    /** Moves the devices of a protocol to the driver of a bundle. */
    void moveTo(String protocol, long bundleId);

    /** Shows among the swaps that a driver came to nothing before one could begin. */
    void refused(String driver, Version version, String reason);
  }

  /** After its start a node is left in peace for so long before anything is tried. */
  private static final long PEACE_MILLIS = 3_000;

  /** A bundle that runs offers its driver within this time. */
  private static final long OFFER_SECONDS = 30;

  private final KnownDrivers drivers;
  private final DriverBundles bundles;
  private final DriverInstaller installer;
  private final DriverShelf shelf;
  private final Engine engine;
  private final Time time;
  private final Executor workers;
  private final DropInWatch.Teller teller;
  private final ReentrantLock lock;
  private final long begin;

  /**
   * @param lock the deployment's lock
   */
  DriverTrials(
      KnownDrivers drivers,
      DriverBundles bundles,
      DriverInstaller installer,
      DriverShelf shelf,
      Engine engine,
      Time time,
      Executor workers,
      DropInWatch.Teller teller,
      ReentrantLock lock) {
    this.drivers = drivers;
    this.bundles = bundles;
    this.installer = installer;
    this.shelf = shelf;
    this.engine = engine;
    this.time = time;
    this.workers = workers;
    this.teller = teller;
    this.lock = lock;
    this.begin = time.nanos();
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

  /** Tries an edition as soon as the node has come to rest. */
  void tryLater(InstalledDriver driver, String file, DriverJar jar) {
    long peace = TimeUnit.MILLISECONDS.toNanos(PEACE_MILLIS) - (time.nanos() - begin);
    if (peace <= 0 && bundles.areStarted()) {
      tryNow(driver, file, jar);
      return;
    }
    time.after(
        Math.max(peace, TimeUnit.MILLISECONDS.toNanos(PEACE_MILLIS) / 10),
        () -> workers.execute(() -> tryStill(driver, file, jar)));
  }

  private void tryStill(InstalledDriver driver, String file, DriverJar jar) {
    lock.lock();
    try {
      if (drivers.named(driver.name).filter(driver::equals).isPresent()
          && jar.equals(driver.files.get(file))
          && !driver.serves(jar.edition())
          && !driver.tries(jar.edition())) {
        tryLater(driver, file, jar);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tryNow(InstalledDriver driver, String file, DriverJar jar) {
    try {
      begin(driver, jar.edition(), file, shelf.keep(jar), false);
    } catch (IOException | BundleException e) {
      installer.trouble(file, jar + " is not installed: " + e.getMessage());
    }
  }

  /**
   * Begins a trial, which takes the place of the one under way.
   *
   * @param isWayBack whether the edition served before and is called back
   */
  void begin(InstalledDriver driver, Edition edition, String file, Path copy, boolean isWayBack)
      throws IOException, BundleException {
    drop(driver);
    Bundle bundle = installer.install(driver, edition, file, copy);
    InstalledDriver.Trial trial = new InstalledDriver.Trial(bundle, edition, file, isWayBack);
    driver.trial = trial;
    Bundle serving = driver.serving;
    if (serving == null || !bundles.offersDriver(serving)) {
      succeed(driver, trial);
      workers.execute(() -> replace(serving, bundle));
    } else {
      boolean isNewer = edition.version().compareTo(serving.getVersion()) >= 0;
      workers.execute(() -> start(bundle, isNewer && !isWayBack));
      expectOffer(driver, trial);
    }
  }

  private void replace(@Nullable Bundle former, Bundle next) {
    if (former != null) {
      bundles.remove(former);
    }
    bundles.start(next);
  }

  /** A newer driver the engine takes of itself, another one it must be told of. */
  private void start(Bundle bundle, boolean isNewer) {
    if (bundles.start(bundle) && !isNewer) {
      bundles.protocols(bundle).forEach(protocol -> moveTo(protocol, bundle));
    }
  }

  private void expectOffer(InstalledDriver driver, InstalledDriver.Trial trial) {
    time.after(
        TimeUnit.SECONDS.toNanos(OFFER_SECONDS),
        () -> workers.execute(() -> endUnlessOffered(driver, trial)));
  }

  /** A bundle that still waits for others to resolve is given more time. */
  private void endUnlessOffered(InstalledDriver driver, InstalledDriver.Trial trial) {
    Bundle bundle = trial.bundle();
    String reason = "it runs, but offers no driver within %d s".formatted(OFFER_SECONDS);
    lock.lock();
    try {
      if (!trial.equals(driver.trial) || bundles.offersDriver(bundle)) {
        return;
      }
      if (bundle.getState() == Bundle.INSTALLED) {
        expectOffer(driver, trial);
        return;
      }
      fail(driver, trial, reason);
      installer.trouble(
          trial.file(),
          "%s %s is rolled back: %s"
              .formatted(bundle.getSymbolicName(), bundle.getVersion(), reason));
    } finally {
      lock.unlock();
    }
    engine.refused(String.valueOf(bundle.getSymbolicName()), bundle.getVersion(), reason);
    bundles.remove(bundle);
  }

  /** Has the engine turn back the swap under way, and with it the trial. */
  void turnBack(Bundle serving) {
    for (String protocol : bundles.protocols(serving)) {
      workers.execute(() -> moveTo(protocol, serving));
    }
  }

  private void moveTo(String protocol, Bundle bundle) {
    try {
      engine.moveTo(protocol, bundle.getBundleId());
    } catch (IllegalArgumentException | IllegalStateException e) {
      teller.bad(
          "protocol %s is not moved to %s %s: %s"
              .formatted(protocol, bundle.getSymbolicName(), bundle.getVersion(), e.getMessage()));
    }
  }

  /** Takes away what is on trial; should its swap be under way, the engine turns it back. */
  void drop(InstalledDriver driver) {
    if (driver.trial != null) {
      Bundle bundle = driver.trial.bundle();
      driver.trial = null;
      installer.removeSoon(bundle);
    }
  }

  /** The engine has kept one of two drivers; the bundle of the other one, if it came from here. */
  @Nullable Bundle ended(DriverEntry kept, DriverEntry dropped, String reason) {
    InstalledDriver driver = drivers.named(kept.bundle()).orElse(null);
    InstalledDriver.Trial trial = driver == null ? null : driver.trial;
    if (driver == null || trial == null) {
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
    if (driver.record != null) {
      drivers.record(driver, driver.record.refusing(trial.edition(), reason));
    }
  }
}
