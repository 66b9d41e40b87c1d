package io.margay.dmi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Finds mistakes in what the description of a device says to others than its mapper, such as the
 * push methods of its properties. Published as a service; any number of them.
 */
@ConsumerType
public interface DeviceCheck {

  /**
   * Finds the mistakes. Called on the thread of whoever brings the description, without I/O.
   *
   * @return empty if there are none, or they cannot be told in advance
   */
  List<Problem> validate(Device device, DeviceModel model);
}
