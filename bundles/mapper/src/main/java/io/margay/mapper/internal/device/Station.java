package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.work.LinkQueue;

/**
 * Where a device is served: by which driver, and on which wire.
 *
 * @param calls the calls into that driver for this device
 */
record Station(Seat seat, DeviceLink wire, LinkQueue queue, DriverCalls calls) {

  /** A station for a device; it counts as one more device of the wire until it is {@link #left}. */
  static Station of(NamespacedName device, Seat seat, DeviceLink wire, EngineParts parts) {
    return new Station(
        seat,
        wire,
        parts.links().join(wire.name(), seat.lane(wire)),
        new DriverCalls(device, seat.protocol(), parts.watchdog(), parts.time()));
  }

  /** The device is served elsewhere, or no longer. */
  void left(EngineParts parts) {
    parts.links().leave(queue);
  }
}
