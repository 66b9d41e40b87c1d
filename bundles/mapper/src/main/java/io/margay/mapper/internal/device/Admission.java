package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DeviceLink;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A device that a new driver would serve.
 *
 * @param device the description that it has looked at
 * @param wire what it calls the device's wire
 */
record Admission(DeviceLine line, CompiledDevice device, DeviceLink wire) {
  private static final Comparator<List<Admission>> BEST_CANARY =
      Comparator.<List<Admission>, Boolean>comparing(wire -> !isGood(wire))
          .thenComparing(List::size)
          .thenComparingLong(wire -> first(wire).line().succession().cycleNanos());

  /** Devices that must move together: those of an exclusive wire, of either driver. */
  static List<List<Admission>> wires(List<Admission> devices) {
    return Wires.grouped(devices, device -> device.line().station().wire(), Admission::wire);
  }

  /** Those that are to move first and be observed: few, quick ones, which answer now. */
  static Optional<List<Admission>> canary(List<List<Admission>> wires) {
    return wires.stream().min(BEST_CANARY).filter(Admission::isGood);
  }

  /** The one of a wire that is observed. */
  static Admission first(List<Admission> wire) {
    return wire.get(0);
  }

  private static boolean isGood(List<Admission> wire) {
    return first(wire).line().succession().isGood();
  }
}
