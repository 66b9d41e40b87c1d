package io.margay.mapper.internal.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The drivers of the drop-in folder by their names, and what the shelf keeps of each. Guarded by
 * the deployment's lock.
 */
final class KnownDrivers {
  private final DriverShelf shelf;
  private final DropInWatch.Teller teller;
  private final Map<String, InstalledDriver> drivers = new TreeMap<>();

  KnownDrivers(DriverShelf shelf, DropInWatch.Teller teller) {
    this.shelf = shelf;
    this.teller = teller;
  }

  /** A driver, which is known from now on. */
  InstalledDriver of(String name) {
    return drivers.computeIfAbsent(name, n -> new InstalledDriver(n, shelf.record(n)));
  }

  /** A driver, if it is known. */
  Optional<InstalledDriver> named(String name) {
    return Optional.ofNullable(drivers.get(name));
  }

  List<InstalledDriver> all() {
    return List.copyOf(drivers.values());
  }

  /** The drivers that a file of the folder holds, or held before it was overwritten. */
  List<InstalledDriver> in(String file) {
    return drivers.values().stream().filter(driver -> driver.files.containsKey(file)).toList();
  }

  String names() {
    return String.join(", ", drivers.keySet());
  }

  /** Writes down which edition serves; from then on the node starts with it. */
  void record(InstalledDriver driver, DriverRecord record) {
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

  /** Forgets a driver, here and on the shelf. */
  void forget(InstalledDriver driver) {
    drivers.remove(driver.name);
    try {
      shelf.forget(driver.name);
    } catch (IOException e) {
      teller.bad("what is kept of " + driver.name + " is not deleted: " + e.getMessage());
    }
  }

  /** All editions of all drivers, for the shell. */
  List<DriverRow> rows() {
    List<DriverRow> rows = new ArrayList<>();
    drivers.values().forEach(driver -> addRows(driver, rows));
    return rows;
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
    if (driver.next != null) {
      rows.add(row(driver, driver.next.jar().edition(), "waiting", driver.next.file(), ""));
    }
    @Nullable Edition refused = record.refused();
    if (refused != null && !driver.tries(refused)) {
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
}
