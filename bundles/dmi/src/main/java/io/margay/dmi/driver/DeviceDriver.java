package io.margay.dmi.driver;

import io.margay.dmi.Problem;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows one protocol. Published as an OSGi service; its bundle's version is the driver's version.
 *
 * <p>Calls may come from several threads at once. A driver keeps no state but what its sessions
 * hold.
 */
@ConsumerType
public interface DeviceDriver {

  /** The {@code protocolName} that devices select this driver by, such as {@code modbus}. */
  String protocol();

  /**
   * Finds the mistakes in a device's settings. No I/O.
   *
   * @return all of them, with paths as {@link Problem#path()} asks for; {@link Settings} makes them
   */
  List<Problem> validate(DeviceSpec device);

  /**
   * Names the wire that the device hangs on, such as {@code tcp://10.0.0.7:502}. No I/O.
   *
   * <p>Devices of one link are served one after another, in the order of their deadlines; the
   * failure of one link never delays another.
   *
   * @param device one that {@link #validate} found no mistake in
   */
  String link(DeviceSpec device);

  /**
   * Opens a conversation with a device. May block until the deadline, and must honour {@link
   * Thread#interrupt}.
   *
   * @param device one that {@link #validate} found no mistake in
   * @throws DriverException when the device cannot be reached; the engine tries again later
   */
  DeviceSession open(DeviceSpec device, Deadline deadline) throws DriverException;
}
