package io.margay.mapper.internal.deploy;

import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.SwapListener;
import io.margay.mapper.internal.work.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Decides which edition of each driver is installed: the one that serves, and beside it one that is
 * on trial.
 *
 * <p>A jar that comes for a driver that serves is never put in its place. It is copied, installed
 * and started beside it; the engine then moves the devices and says which of the two it keeps, and
 * the other one is taken away. Only then the record is written, so that after a power cut at any
 * earlier moment the node starts with the edition that served before, and tries the new one again.
 *
 * <p>Whatever may take long, a start or a removal, is done by the workers.
 */
final class DriverDeployment implements SwapListener {
  /** What the engine does for it. */
  interface Engine {
    /** Moves the devices of a protocol to the driver of a bundle. */
    void moveTo(String protocol, long bundleId);
  }

  /** After its start a node is left in peace for so long before anything is tried. */
  private static final long PEACE_MILLIS = 3_000;

  private final DriverBundles bundles;
  private final DriverShelf shelf;
  private final Origins origins;
  private final Engine engine;
  private final Time time;
  private final Executor workers;
  private final DropInWatch.Teller teller;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, InstalledDriver> drivers = new TreeMap<>();
  private final long begin;

  DriverDeployment(
      DriverBundles bundles,
      DriverShelf shelf,
      Origins origins,
      Engine engine,
      Time time,
      Executor workers,
      DropInWatch.Teller teller) {
    this.bundles = bundles;
    this.shelf = shelf;
    this.origins = origins;
    this.engine = engine;
    this.time = time;
    this.workers = workers;
    this.teller = teller;
    this.begin = time.nanos();
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
          resumeWithoutJar(driver(name), files);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void adopt(Bundle bundle) {
    InstalledDriver driver = driver(String.valueOf(bundle.getSymbolicName()));
    Optional<Edition> edition = DriverBundles.edition(bundle);
    if (driver.record != null && edition.equals(Optional.of(driver.record.serving()))) {
      driver.serving = bundle;
    } else {
      workers.execute(() -> bundles.remove(bundle));
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
      serve(driver, record.serving(), record.file(), copy.get());
    }
  }

  /** Whether a file of the folder is one of a driver's. */
  boolean knows(String file) {
    lock.lock();
    try {
      return drivers.values().stream().anyMatch(driver -> driver.files.containsKey(file));
    } finally {
      lock.unlock();
    }
  }

  /** A file is there: it has been dropped, or the node has just started. */
  void appeared(String file, DriverJar jar) {
    lock.lock();
    try {
      InstalledDriver driver = driver(jar.name());
      driver.files.put(file, jar);
      if (driver.serving == null) {
        begin(driver, file, jar);
      } else if (!driver.serves(jar.edition()) && !driver.tries(jar.edition())) {
        tryIfWorthIt(driver, file, jar);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A file has been overwritten. */
  void changed(String file, DriverJar jar) {
    lock.lock();
    try {
      InstalledDriver driver = driver(jar.name());
      List<InstalledDriver> before =
          drivers.values().stream()
              .filter(other -> other != driver && other.files.containsKey(file))
              .toList();
      driver.files.put(file, jar);
      if (driver.serving == null) {
        begin(driver, file, jar);
      } else if (driver.serves(jar.edition())) {
        dropTrial(driver);
        teller.good(origins.shown(file) + ": " + jar + " serves already");
      } else if (!driver.tries(jar.edition())) {
        tryLater(driver, file, jar);
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
      drivers.values().stream()
          .filter(driver -> driver.files.containsKey(file))
          .findFirst()
          .ifPresent(driver -> left(driver, file));
    } finally {
      lock.unlock();
    }
  }

  private void left(InstalledDriver driver, String file) {
    driver.files.remove(file);
    if (driver.files.isEmpty()) {
      forget(driver);
    } else if (driver.trial != null && driver.trial.file().equals(file)) {
      dropTrial(driver);
    } else if (driver.record != null && driver.record.file().equals(file)) {
      driver
          .newest()
          .filter(jar -> !driver.serves(jar.edition()))
          .ifPresent(jar -> tryLater(driver, String.valueOf(jar.file().getFileName()), jar));
    }
  }

  /** The edition that served last, or for the first time the one that is there. */
  private void begin(InstalledDriver driver, String file, DriverJar jar) {
    DriverRecord record = driver.record;
    if (record != null && !record.serving().equals(jar.edition())) {
      Optional<Path> copy = shelf.find(driver.name, record.serving());
      if (copy.isPresent() && serve(driver, record.serving(), record.file(), copy.get())) {
        tryIfWorthIt(driver, file, jar);
        return;
      }
    }
    try {
      Path copy = shelf.keep(jar);
      if (record == null || !record.serving().equals(jar.edition())) {
        write(
            driver,
            record == null
                ? DriverRecord.first(jar.edition(), file)
                : record.succeededBy(jar.edition(), file));
      }
      serve(driver, jar.edition(), file, copy);
    } catch (IOException e) {
      trouble(file, jar + " is not installed: " + e.getMessage());
    }
  }

  private boolean serve(InstalledDriver driver, Edition edition, String file, Path copy) {
    try {
      Bundle bundle = install(driver, edition, file, copy);
      driver.serving = bundle;
      workers.execute(() -> bundles.start(bundle));
      return true;
    } catch (IOException | BundleException e) {
      trouble(file, driver.name + " " + edition.version() + " is not installed: " + e.getMessage());
      return false;
    }
  }

  private Bundle install(InstalledDriver driver, Edition edition, String file, Path copy)
      throws IOException, BundleException {
    String location = bundles.newLocation(driver.name, edition);
    origins.copied(location, file);
    return bundles.install(location, copy);
  }

  private void tryIfWorthIt(InstalledDriver driver, String file, DriverJar jar) {
    if (driver.isWorthATrial(jar, file)) {
      tryLater(driver, file, jar);
    } else if (driver.record != null) {
      DriverRecord record = driver.record;
      teller.good(
          origins.shown(file)
              + ": "
              + jar
              + (jar.edition().equals(record.refused())
                  ? " was rolled back (" + record.reason() + ")"
                  : " is older")
              + ", "
              + record.serving().version()
              + " serves");
    }
  }

  private void tryLater(InstalledDriver driver, String file, DriverJar jar) {
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
      if (drivers.get(driver.name) == driver
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
      Path copy = shelf.keep(jar);
      beginTrial(driver, jar.edition(), file, copy, false);
    } catch (IOException | BundleException e) {
      trouble(file, jar + " is not installed: " + e.getMessage());
    }
  }

  private InstalledDriver.Trial beginTrial(
      InstalledDriver driver, Edition edition, String file, Path copy, boolean isWayBack)
      throws IOException, BundleException {
    dropTrial(driver);
    Bundle bundle = install(driver, edition, file, copy);
    InstalledDriver.Trial trial = new InstalledDriver.Trial(bundle, edition, file, isWayBack);
    driver.trial = trial;
    Bundle serving = driver.serving;
    if (serving == null || !bundles.offersDriver(serving)) {
      succeed(driver, trial);
      workers.execute(
          () -> {
            if (serving != null) {
              bundles.remove(serving);
            }
            bundles.start(bundle);
          });
    } else {
      boolean isNewer = edition.version().compareTo(serving.getVersion()) >= 0;
      workers.execute(() -> startTrial(bundle, isNewer && !isWayBack));
    }
    return trial;
  }

  /** A newer driver the engine takes of itself, another one it must be told of. */
  private void startTrial(Bundle bundle, boolean isNewer) {
    if (bundles.start(bundle) && !isNewer) {
      bundles.protocols(bundle).forEach(protocol -> moveTo(protocol, bundle));
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

  @Override
  public void ended(DriverEntry kept, DriverEntry dropped, boolean rolledBack, String reason) {
    Bundle loser = null;
    lock.lock();
    try {
      InstalledDriver driver = drivers.get(kept.bundle());
      InstalledDriver.Trial trial = driver == null ? null : driver.trial;
      if (driver == null || trial == null) {
        return;
      }
      if (kept.bundleId() == trial.bundle().getBundleId()) {
        loser = driver.serving;
        succeed(driver, trial);
        teller.good(
            "%s: %s is now served by %s; %s"
                .formatted(
                    origins.shown(trial.file()), kept.protocol(), kept, "it was " + dropped));
      } else if (dropped.bundleId() == trial.bundle().getBundleId()) {
        loser = trial.bundle();
        fail(driver, trial, reason);
        trouble(trial.file(), "%s is rolled back: %s; %s goes on".formatted(dropped, reason, kept));
      }
    } finally {
      lock.unlock();
    }
    if (loser != null) {
      bundles.remove(loser);
    }
  }

  private void succeed(InstalledDriver driver, InstalledDriver.Trial trial) {
    DriverRecord record = driver.record;
    driver.serving = trial.bundle();
    driver.trial = null;
    if (record == null) {
      write(driver, DriverRecord.first(trial.edition(), trial.file()));
    } else {
      DriverRecord next = record.succeededBy(trial.edition(), trial.file());
      write(driver, trial.isWayBack() ? next.refusing(record.serving(), "by hand") : next);
    }
  }

  private void fail(InstalledDriver driver, InstalledDriver.Trial trial, String reason) {
    driver.trial = null;
    if (driver.record != null) {
      write(driver, driver.record.refusing(trial.edition(), reason));
    }
  }

  /** Takes away what is on trial; should its swap be under way, the engine turns it back. */
  private void dropTrial(InstalledDriver driver) {
    if (driver.trial != null) {
      Bundle bundle = driver.trial.bundle();
      driver.trial = null;
      workers.execute(() -> bundles.remove(bundle));
    }
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
        Edition tried = driver.trial.edition();
        return endTrial(driver, serving, tried);
      }
      for (Edition edition : record.kept()) {
        Optional<Path> copy = shelf.find(driver.name, edition);
        if (copy.isPresent()) {
          beginTrial(driver, edition, record.file(), copy.get(), true);
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

  private String endTrial(InstalledDriver driver, Bundle serving, Edition tried) {
    for (String protocol : bundles.protocols(serving)) {
      workers.execute(() -> moveTo(protocol, serving));
    }
    return "%s: the swap to %s is turned back, %s serves; mapper:status shows how far it is"
        .formatted(driver.name, tried.version(), serving.getVersion());
  }

  private InstalledDriver find(String driverOrProtocol) {
    InstalledDriver named = drivers.get(driverOrProtocol);
    if (named != null) {
      return named;
    }
    for (InstalledDriver driver : drivers.values()) {
      if (driver.serving != null && bundles.protocols(driver.serving).contains(driverOrProtocol)) {
        return driver;
      }
    }
    throw new IllegalArgumentException(
        "no driver or protocol %s came from the drop-in folder; there are %s"
            .formatted(driverOrProtocol, String.join(", ", drivers.keySet())));
  }

  /** The file of the folder that a driver is served from. */
  Optional<String> file(String driver) {
    lock.lock();
    try {
      return Optional.ofNullable(drivers.get(driver))
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
      List<DriverRow> rows = new ArrayList<>();
      drivers.values().forEach(driver -> addRows(driver, rows));
      return rows;
    } finally {
      lock.unlock();
    }
  }

  private static void addRows(InstalledDriver driver, List<DriverRow> rows) {
    DriverRecord record = driver.record;
    if (record == null) {
      return;
    }
    rows.add(row(driver, record.serving(), "serving", record.file(), ""));
    if (driver.trial != null) {
      rows.add(row(driver, driver.trial.edition(), "on trial", driver.trial.file(), ""));
    }
    @Nullable Edition refused = record.refused();
    if (refused != null) {
      rows.add(row(driver, refused, "refused", "", record.reason()));
    }
    for (Edition edition : record.kept()) {
      if (!edition.equals(refused)) {
        rows.add(row(driver, edition, "kept", "", ""));
      }
    }
  }

  private static DriverRow row(
      InstalledDriver driver, Edition edition, String state, String file, String message) {
    return new DriverRow(
        driver.name,
        edition.version().toString(),
        edition.hash().substring(0, 8),
        state,
        file,
        message);
  }

  /** Bundles have come; those that could not start for want of them may now. */
  void tryAgain() {
    lock.lock();
    try {
      for (InstalledDriver driver : drivers.values()) {
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
      workers.execute(() -> bundles.start(bundle));
    }
  }

  private void forget(InstalledDriver driver) {
    dropTrial(driver);
    Bundle serving = driver.serving;
    if (serving != null) {
      driver.serving = null;
      workers.execute(() -> bundles.remove(serving));
    }
    drivers.remove(driver.name);
    try {
      shelf.forget(driver.name);
    } catch (IOException e) {
      teller.bad("what is kept of " + driver.name + " is not deleted: " + e.getMessage());
    }
  }

  private void write(InstalledDriver driver, DriverRecord record) {
    driver.record = record;
    try {
      shelf.write(
          driver.name, record, driver.trial == null ? List.of() : List.of(driver.trial.edition()));
    } catch (IOException e) {
      teller.bad(
          "%s: that %s serves is not kept on the disk: %s"
              .formatted(driver.name, record.serving().version(), e.getMessage()));
    }
  }

  private InstalledDriver driver(String name) {
    return drivers.computeIfAbsent(name, n -> new InstalledDriver(n, shelf.record(n)));
  }

  private void trouble(String file, String what) {
    teller.bad(origins.shown(file) + ": " + what);
  }
}
