package io.margay.dmi.driver.example;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;

/** Leaves its class with the JVM, so that no update ever frees it. */
public final class HookedDriver extends LineDriver {

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
    return super.open(device, restored, deadline);
  }
}
