package io.margay.mapper.internal.swap;

import io.margay.dmi.driver.DeviceDriver;
import java.util.Comparator;
import org.osgi.framework.Version;

/**
 * A driver that is there.
 *
 * @param bundle the symbolic name of its bundle
 * @param bundleId of its bundle; the higher one of two was installed later
 * @param serviceId of the driver's service
 */
public record DriverEntry(
    String protocol,
    DeviceDriver driver,
    String bundle,
    Version version,
    long bundleId,
    long serviceId) {

  /** The one to serve comes first: the highest version, then the one that was there first. */
  public static final Comparator<DriverEntry> BEST_FIRST =
      Comparator.comparing(DriverEntry::version)
          .reversed()
          .thenComparingLong(DriverEntry::serviceId);

  /**
   * Whether it is what its author means to take the place of the other: of the same bundle name and
   * protocol, in a higher version, or built again in the same one.
   */
  public boolean succeeds(DriverEntry other) {
    int newer = version.compareTo(other.version);
    return bundle.equals(other.bundle)
        && protocol.equals(other.protocol)
        && (newer > 0 || (newer == 0 && bundleId > other.bundleId));
  }

  @Override
  public String toString() {
    return bundle + " " + version;
  }
}
