package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

/**
 * The wire that a device hangs on.
 *
 * @param name the same for all devices that share it, such as {@code tcp://10.0.0.7:502}
 * @param exclusive whether only one conversation can hold it at a time, as with a serial port: when
 *     a driver is replaced, the old one lets go of every device on it before the new one opens any
 */
public record DeviceLink(String name, boolean exclusive) {

  public DeviceLink {
    requireNonNull(name, "name");
  }

  /** A wire that takes a second conversation while the first one is still open. */
  public static DeviceLink shared(String name) {
    return new DeviceLink(name, false);
  }

  /** A wire that takes one conversation at a time. */
  public static DeviceLink exclusive(String name) {
    return new DeviceLink(name, true);
  }
}
