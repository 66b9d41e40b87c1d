package io.margay.dmi.driver;

import io.margay.dmi.Problem;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows one protocol. Published as an OSGi service; its bundle's version is the driver's version.
 *
 * <p>Calls may come from several threads at once. A driver starts no thread, keeps no schedule and
 * no static state; what it holds, it holds for its sessions, and lets go of with the last of them.
 * Two versions of a driver may run side by side while devices move from one to the other.
 */
@ConsumerType
public interface DeviceDriver {

  /** What the driver speaks, understands and can do. Always the same; no I/O. */
  DriverDescription describe();

  /**
   * Finds the mistakes in a device's settings. No I/O.
   *
   * @return all of them, with paths as {@link Problem#path()} asks for; {@link Settings} makes them
   */
  List<Problem> validate(DeviceSpec device);

  /**
   * Names the wire that the device hangs on. No I/O.
   *
   * <p>Devices of one link are served one after another, in the order of their deadlines; the
   * failure of one link never delays another.
   *
   * @param device one that {@link #validate} found no mistake in
   */
  DeviceLink link(DeviceSpec device);

  /**
   * Opens a conversation with a device. May block until the deadline, and must honour {@link
   * Thread#interrupt}.
   *
   * @param device one that {@link #validate} found no mistake in
   * @param restored what an earlier session of this device handed over, maybe one of another
   *     version of the driver; {@link DriverState#NONE} when there was none. A state that this
   *     version does not understand is left unused
   * @throws DriverException when the device cannot be reached; the engine tries again later
   */
  DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException;

  /**
   * Looks for devices that could be served. Called only when {@link Capability#DISCOVER} is
   * described. May block until the deadline, and must honour {@link Thread#interrupt}.
   *
   * @throws IllegalArgumentException naming the setting of the request that cannot be honoured
   * @throws DriverException when the search as a whole failed; what was found until then counts
   */
  default void discover(DiscoveryRequest request, DiscoverySink found, Deadline deadline)
      throws DriverException {
    throw new UnsupportedOperationException("discovery");
  }
}
