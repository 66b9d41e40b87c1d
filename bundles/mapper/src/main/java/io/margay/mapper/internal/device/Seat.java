package io.margay.mapper.internal.device;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.swap.DriverEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A driver as the lines of its protocol use it: asked about descriptions, whatever it answers. */
final class Seat {
  private static final long COMMON_LANE = 0;

  private final DriverEntry entry;
  private final Set<Capability> capabilities;
  private volatile boolean proven;

  Seat(DriverEntry entry) {
    this.entry = entry;
    this.capabilities = capabilities(entry.driver());
  }

  /** A device has given a good value by it. */
  void prove() {
    if (!proven) {
      proven = true;
    }
  }

  /** Whether any device has ever given a good value by it. */
  boolean isProven() {
    return proven;
  }

  DriverEntry entry() {
    return entry;
  }

  DeviceDriver driver() {
    return entry.driver();
  }

  String protocol() {
    return entry.protocol();
  }

  /** Whether its sessions can have devices tell of changes. */
  boolean subscribes() {
    return capabilities.contains(Capability.SUBSCRIBE);
  }

  /** Whether its sessions run methods of devices. */
  boolean invokes() {
    return capabilities.contains(Capability.INVOKE);
  }

  /** Those who wait for one another on a wire: all on an exclusive one, else one driver's jobs. */
  long lane(DeviceLink wire) {
    return wire.exclusive() ? COMMON_LANE : entry.serviceId() + 1;
  }

  /** What engine and driver make of a description; whatever the driver throws is a problem. */
  Finding examine(CompiledDevice device) {
    List<Problem> problems = new ArrayList<>(device.problems());
    try {
      @Nullable List<Problem> found = driver().validate(device.spec());
      problems.addAll(found == null ? List.of(defect("returned null from validate")) : found);
    } catch (RuntimeException | Error e) {
      problems.add(defect("failed in validate: " + e));
    }
    DeviceLink wire = problems.isEmpty() ? wire(device, problems) : null;
    return new Finding(device, problems, wire);
  }

  private @Nullable DeviceLink wire(CompiledDevice device, List<Problem> problems) {
    try {
      @Nullable DeviceLink wire = driver().link(device.spec());
      if (wire != null) {
        return wire;
      }
      problems.add(defect("returned null from link"));
    } catch (RuntimeException | Error e) {
      problems.add(defect("failed in link: " + e));
    }
    return null;
  }

  @Override
  public String toString() {
    return entry.toString();
  }

  private static Set<Capability> capabilities(DeviceDriver driver) {
    try {
      return Set.copyOf(driver.describe().capabilities());
    } catch (RuntimeException | Error e) {
      return Set.of();
    }
  }

  private Problem defect(String what) {
    return new Problem(
        "/spec/protocol", "driver " + protocol() + ", which " + what, "a driver without defect");
  }
}
