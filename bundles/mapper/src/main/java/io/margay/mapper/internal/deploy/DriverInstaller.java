package io.margay.mapper.internal.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Puts editions into the framework and takes them away. Whatever may take long, a start or a
 * removal, is done by the workers.
 */
final class DriverInstaller {
  private final DriverBundles bundles;
  private final Origins origins;
  private final Executor workers;
  private final DropInWatch.Teller teller;

  DriverInstaller(
      DriverBundles bundles, Origins origins, Executor workers, DropInWatch.Teller teller) {
    this.bundles = bundles;
    this.origins = origins;
    this.workers = workers;
    this.teller = teller;
  }

  /** Installs an edition; it does not run yet. */
  Bundle install(InstalledDriver driver, Edition edition, String file, Path copy)
      throws IOException, BundleException {
    String location = bundles.newLocation(driver.name, edition);
    origins.copied(location, file);
    return bundles.install(location, copy);
  }

  /** Installs the edition that serves, and has it started; whether it could be installed. */
  boolean serve(InstalledDriver driver, Edition edition, String file, Path copy) {
    try {
      Bundle bundle = install(driver, edition, file, copy);
      driver.serving = bundle;
      startSoon(bundle);
      return true;
    } catch (IOException | BundleException e) {
      trouble(file, driver.name + " " + edition.version() + " is not installed: " + e.getMessage());
      return false;
    }
  }

  void startSoon(Bundle bundle) {
    workers.execute(() -> bundles.start(bundle));
  }

  void removeSoon(Bundle bundle) {
    workers.execute(() -> bundles.remove(bundle));
  }

  /** Tells people that something of a file went well. */
  void fine(String file, String what) {
    teller.good(origins.shown(file) + ": " + what);
  }

  /** Tells people what is wrong with a file. */
  void trouble(String file, String what) {
    teller.bad(origins.shown(file) + ": " + what);
  }
}
