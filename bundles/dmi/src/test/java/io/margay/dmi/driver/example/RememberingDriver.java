package io.margay.dmi.driver.example;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers for all of its kind what was opened. */
final class RememberingDriver extends LineDriver {
  private static final List<String> OPENED = Collections.synchronizedList(new ArrayList<>());

  @Override
  public DeviceSession open(DeviceSpec device, DriverState restored, Deadline deadline)
      throws DriverException {
    OPENED.add(device.device().name());
    return super.open(device, restored, deadline);
  }
}
