package io.margay.mapper.internal;

import io.margay.dmi.driver.DeviceDriver;
import java.util.Comparator;
import org.osgi.framework.Version;

/**
 * A driver that is there.
 *
 * @param bundle the symbolic name of its bundle
 * @param serviceId of the driver's service
 */
record DriverEntry(
    String protocol, DeviceDriver driver, String bundle, Version version, long serviceId) {

  /** The one to serve comes first: the highest version, then the one that was there first. */
  static final Comparator<DriverEntry> BEST_FIRST =
      Comparator.comparing(DriverEntry::version)
          .reversed()
          .thenComparingLong(DriverEntry::serviceId);

  @Override
  public String toString() {
    return bundle + " " + version;
  }
}
