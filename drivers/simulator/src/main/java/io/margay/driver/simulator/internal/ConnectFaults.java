package io.margay.driver.simulator.internal;

import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.Settings;
import java.util.function.Consumer;

/**
 * What goes wrong when a device is opened.
 *
 * @param failures so many of the first attempts fail as an unreachable device does
 * @param defects so many of the first attempts throw what no driver should
 * @param hang how long each attempt takes
 */
record ConnectFaults(long failures, long defects, Hang hang) {

  static ConnectFaults of(DeviceSpec device, Consumer<Problem> problems) {
    Settings settings = Settings.of(device, problems);
    return new ConnectFaults(
        settings.integerOr(0, 0, Integer.MAX_VALUE, "connectFailures"),
        settings.integerOr(0, 0, Integer.MAX_VALUE, "connectDefects"),
        Hang.of(settings, "connectHangMillis"));
  }

  /**
   * @param attempt counted from 1
   */
  void happen(int attempt) throws DriverException {
    hang.happen();
    if (attempt <= defects) {
      throw new IllegalStateException("simulated defect of a driver at attempt " + attempt);
    }
    if (attempt <= failures) {
      throw new DriverException("simulated failure of connection attempt " + attempt);
    }
  }
}
