package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.SwapListener;
import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;

/**
 * Decides which edition of each driver is installed: the one that serves, and beside it one that is
 * on trial.
 *
 * <p>A jar that comes for a driver that serves is never put in its place; it is {@linkplain
 * DriverTrials tried} beside it. The record of what serves is written when the trial is over, so
 * that after a power cut at any earlier moment the node starts with the edition that served before,
 * and tries the new one again.
 */
final class DriverDeployment implements SwapListener {
  private final DriverBundles bundles;
  private final DriverShelf shelf;
  private final KnownDrivers drivers;
  private final DriverInstaller installer;
  private final DriverTrials trials;
  private final TrialQueue queue;
  private final ReentrantLock lock = new ReentrantLock();

  DriverDeployment(
      DriverBundles bundles,
      DriverShelf shelf,
      Origins origins,
      DriverTrials.Engine engine,
      Time time,
      Executor workers,
      DropInWatch.Teller teller) {
    this.bundles = bundles;
    this.shelf = shelf;
    this.drivers = new KnownDrivers(shelf, teller);
    this.installer = new DriverInstaller(bundles, origins, workers, teller);
    this.trials =
        new DriverTrials(drivers, bundles, installer, engine, time, workers, lock, this::tryNext);
    this.queue = new TrialQueue(drivers, bundles, installer, shelf, trials, time, workers, lock);
  }

  /**
   * Takes over what is installed already, and what the records say of drivers that the folder
   * holds.
   *
   * @param files the names of the files in the folder
   * @param present the drivers among them
   */
  void resume(Set<String> files, Set<String> present) {
    lock.lock();
    try {
      for (Bundle bundle : bundles.installed()) {
        adopt(bundle);
      }
      for (String name : shelf.drivers()) {
        if (!present.contains(name)) {
          resumeWithoutJar(drivers.of(name), files);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void adopt(Bundle bundle) {
    InstalledDriver driver = drivers.of(String.valueOf(bundle.getSymbolicName()));
    Optional<Edition> edition = DriverBundles.edition(bundle);
    if (driver.record != null && edition.equals(Optional.of(driver.record.serving()))) {
      driver.serving = bundle;
    } else {
      installer.removeSoon(bundle);
    }
  }

  /** A driver's file is gone; or it is half a file, because the copying was cut off. */
  private void resumeWithoutJar(InstalledDriver driver, Set<String> files) {
    DriverRecord record = driver.record;
    if (record == null || !files.contains(record.file())) {
      forget(driver);
      return;
    }
    Optional<Path> copy = shelf.find(driver.name, record.serving());
    if (copy.isPresent() && driver.serving == null) {
      driver.files.put(record.file(), new DriverJar(copy.get(), driver.name, record.serving()));
      installer.serve(driver, record.serving(), record.file(), copy.get());
    }
  }

  /** Whether a file of the folder is one of a driver's. */
  boolean knows(String file) {
    lock.lock();
    try {
      return !drivers.in(file).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** A file is there: it has been dropped, or the node has just started. */
  void appeared(String file, DriverJar jar) {
    lock.lock();
    try {
      InstalledDriver driver = drivers.of(jar.name());
      driver.files.put(file, jar);
      if (driver.serving == null) {
        begin(driver, file, jar);
      } else if (!driver.serves(jar.edition()) && !driver.tries(jar.edition())) {
        queue.tryIfWorthIt(driver, file, jar);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A file has been overwritten. */
  void changed(String file, DriverJar jar) {
    lock.lock();
    try {
      InstalledDriver driver = drivers.of(jar.name());
      List<InstalledDriver> before =
          drivers.in(file).stream().filter(other -> other != driver).toList();
      driver.files.put(file, jar);
      if (driver.serving == null) {
        begin(driver, file, jar);
      } else if (driver.serves(jar.edition())) {
        trials.end(driver, jar + " was dropped again", false);
        installer.fine(file, jar + " serves already");
      } else if (!driver.tries(jar.edition())) {
        queue.tryLater(driver, file, jar);
      }
      before.forEach(other -> left(other, file));
    } finally {
      lock.unlock();
    }
  }

  /** A file has been deleted. */
  void left(String file) {
    lock.lock();
    try {
      drivers.in(file).forEach(driver -> left(driver, file));
    } finally {
      lock.unlock();
    }
  }

  private void left(InstalledDriver driver, String file) {
    driver.files.remove(file);
    if (driver.files.isEmpty()) {
      forget(driver);
    } else if (driver.trial != null && driver.trial.file().equals(file)) {
      trials.end(driver, "its file was deleted", false);
    } else if (driver.record != null && driver.record.file().equals(file)) {
      driver
          .newest()
          .filter(jar -> !driver.serves(jar.edition()) && !driver.tries(jar.edition()))
          .ifPresent(jar -> queue.tryLater(driver, String.valueOf(jar.file().getFileName()), jar));
    }
  }

  /** The edition that served last, or for the first time the one that is there. */
  private void begin(InstalledDriver driver, String file, DriverJar jar) {
    DriverRecord record = driver.record;
    if (record != null && !record.serving().equals(jar.edition())) {
      Optional<Path> copy = shelf.find(driver.name, record.serving());
      if (copy.isPresent()
          && installer.serve(driver, record.serving(), record.file(), copy.get())) {
        queue.tryIfWorthIt(driver, file, jar);
        return;
      }
    }
    try {
      Path copy = shelf.keep(jar);
      if (record == null || !record.serving().equals(jar.edition())) {
        drivers.record(
            driver,
            record == null
                ? DriverRecord.first(jar.edition(), file)
                : record.succeededBy(jar.edition(), file));
      }
      installer.serve(driver, jar.edition(), file, copy);
    } catch (IOException e) {
      installer.trouble(file, jar + " is not installed: " + e.getMessage());
    }
  }

  @Override
  public void ended(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason) {
    trials.ended(kept, dropped, reason);
  }

  /** Calls back the edition that served before, or ends the trial of a new one. */
  String rollBack(String driverOrProtocol) {
    lock.lock();
    try {
      InstalledDriver driver = find(driverOrProtocol);
      DriverRecord record = driver.record;
      Bundle serving = driver.serving;
      if (record == null || serving == null) {
        throw new IllegalArgumentException(driver.name + " does not serve");
      }
      if (driver.trial != null) {
        Version tried = driver.trial.edition().version();
        trials.end(driver, "it was asked for", true);
        return "%s: the swap to %s is turned back, %s serves; mapper:status shows how far it is"
            .formatted(driver.name, tried, serving.getVersion());
      }
      for (Edition edition : record.kept()) {
        Optional<Path> copy = shelf.find(driver.name, edition);
        if (copy.isPresent()) {
          trials.begin(driver, edition, record.file(), copy.get(), true);
          return "%s: devices move from %s back to %s; mapper:status shows how far they are"
              .formatted(driver.name, record.serving().version(), edition.version());
        }
      }
      throw new IllegalArgumentException(
          "of %s no version is kept that served before %s"
              .formatted(driver.name, record.serving().version()));
    } catch (IOException | BundleException e) {
      throw new IllegalStateException("the kept version is not installed: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private InstalledDriver find(String driverOrProtocol) {
    return drivers
        .named(driverOrProtocol)
        .or(() -> drivers.all().stream().filter(d -> serves(d, driverOrProtocol)).findFirst())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no driver or protocol %s came from the drop-in folder; there are %s"
                        .formatted(driverOrProtocol, drivers.names())));
  }

  private boolean serves(InstalledDriver driver, String protocol) {
    return driver.serving != null && bundles.protocols(driver.serving).contains(protocol);
  }

  /** The file of the folder that a driver is served from. */
  Optional<String> file(String driver) {
    lock.lock();
    try {
      return drivers
          .named(driver)
          .flatMap(known -> Optional.ofNullable(known.record))
          .map(DriverRecord::file);
    } finally {
      lock.unlock();
    }
  }

  /** All editions of all drivers. */
  List<DriverRow> rows() {
    lock.lock();
    try {
      return drivers.rows();
    } finally {
      lock.unlock();
    }
  }

  /** Bundles have come; those that could not start for want of them may now. */
  void tryAgain() {
    lock.lock();
    try {
      for (InstalledDriver driver : drivers.all()) {
        if (driver.trial != null) {
          startIfWaiting(driver.trial.bundle());
        }
        if (driver.serving != null) {
          startIfWaiting(driver.serving);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void startIfWaiting(Bundle bundle) {
    if (bundle.getState() == Bundle.INSTALLED) {
      installer.startSoon(bundle);
    }
  }

  private void tryNext(InstalledDriver driver) {
    queue.tryNext(driver);
  }

  private void forget(InstalledDriver driver) {
    driver.next = null;
    trials.drop(driver);
    Bundle serving = driver.serving;
    if (serving != null) {
      driver.serving = null;
      installer.removeSoon(serving);
    }
    drivers.forget(driver);
  }
}
