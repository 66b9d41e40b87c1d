package io.margay.mapper.internal.deploy;

import io.margay.dmi.driver.DeviceDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of drivers in the framework. Each edition has a location of its own, so that two of
 * one driver can be there at once.
 */
final class DriverBundles {
  private static final Logger log = LoggerFactory.getLogger(DriverBundles.class);
  private static final String SCHEME = "margay-driver:";
  private static final char NUMBER = '#';
  private static final long REFRESH_SECONDS = 10;

  private final BundleContext context;
  private final int startLevel;
  private final Set<Bundle> unstartable = ConcurrentHashMap.newKeySet();

  /**
   * @param startLevel of the bundles
   */
  DriverBundles(BundleContext context, int startLevel) {
    this.context = context;
    this.startLevel = startLevel;
  }

  /** A location that no bundle has, not even one that is just being removed. */
  String newLocation(String driver, Edition edition) {
    long latest =
        Arrays.stream(context.getBundles()).mapToLong(Bundle::getBundleId).max().orElse(0);
    return SCHEME + driver + ":" + edition + NUMBER + latest;
  }

  /** The edition of a bundle that was installed here. */
  static Optional<Edition> edition(Bundle bundle) {
    String location = bundle.getLocation();
    return location.startsWith(SCHEME)
        ? Edition.parse(
            location.substring(location.lastIndexOf(':') + 1, location.lastIndexOf(NUMBER)))
        : Optional.empty();
  }

  /** The drivers' bundles that are installed. */
  List<Bundle> installed() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getLocation().startsWith(SCHEME))
        .toList();
  }

  /**
   * Installs a jar. It has its start level from the beginning: the framework would try to start a
   * bundle whose level changes, and print the stack trace of one that does not resolve.
   */
  Bundle install(String location, Path jar) throws IOException, BundleException {
    FrameworkStartLevel levels = startLevels();
    int initial = levels.getInitialBundleStartLevel();
    levels.setInitialBundleStartLevel(startLevel);
    try (InputStream content = Files.newInputStream(jar)) {
      return context.installBundle(location, content);
    } finally {
      levels.setInitialBundleStartLevel(initial);
    }
  }

  /** Starts a bundle, now or when its start level comes; whether nothing speaks against it. */
  boolean start(Bundle bundle) {
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
      unstartable.remove(bundle);
      return true;
    } catch (BundleException | IllegalStateException e) {
      unstartable.add(bundle);
      log.debug("{} {} is not started", bundle.getSymbolicName(), bundle.getVersion(), e);
      return false;
    }
  }

  /** Uninstalls a bundle and has the framework let go of its classes, and of no other's. */
  void remove(Bundle bundle) {
    unstartable.remove(bundle);
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      log.warn("{} {} was not removed: {}", bundle.getSymbolicName(), bundle.getVersion(), e);
    } catch (IllegalStateException removedBefore) {
      return;
    }
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> refreshed.countDown());
    try {
      if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        log.warn("the framework takes long to let go of {}", bundle.getSymbolicName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the node has come to where drivers are started. */
  boolean areStarted() {
    return startLevels().getStartLevel() >= startLevel;
  }

  private FrameworkStartLevel startLevels() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
  }

  /** The protocols of the drivers that a bundle offers. */
  List<String> protocols(Bundle bundle) {
    List<String> protocols = new ArrayList<>();
    for (ServiceReference<DeviceDriver> offered : offered(bundle)) {
      @Nullable DeviceDriver driver = context.getService(offered);
      try {
        if (driver != null) {
          protocols.add(driver.describe().protocol());
        }
      } catch (RuntimeException | Error e) {
        log.debug("{} does not name its protocol", bundle.getSymbolicName(), e);
      } finally {
        context.ungetService(offered);
      }
    }
    return protocols;
  }

  /** Whether nothing is known that keeps a bundle from offering a driver. */
  boolean mayOfferDriver(Bundle bundle) {
    return bundle.getState() != Bundle.INSTALLED
        && bundle.getState() != Bundle.UNINSTALLED
        && !unstartable.contains(bundle);
  }

  /** Whether a bundle offers a driver. */
  boolean offersDriver(Bundle bundle) {
    return !offered(bundle).isEmpty();
  }

  @SuppressWarnings("unchecked") // the class is what is asked for
  private static List<ServiceReference<DeviceDriver>> offered(Bundle bundle) {
    List<ServiceReference<DeviceDriver>> offered = new ArrayList<>();
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    if (services != null) {
      for (ServiceReference<?> service : services) {
        String[] classes = (String[]) service.getProperty(Constants.OBJECTCLASS);
        if (Arrays.asList(classes).contains(DeviceDriver.class.getName())) {
          offered.add((ServiceReference<DeviceDriver>) service);
        }
      }
    }
    return offered;
  }
}
