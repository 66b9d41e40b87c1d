package io.margay.driver.plc4x.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import io.margay.dmi.driver.PropertySpec;
import io.margay.dmi.driver.ReadingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of a connection that the device has closed. */
class LostConnectionTest {
  private static final Duration AMPLE = Duration.ofSeconds(20);

  @Test
  void aConnectionThatTheDeviceClosesLeavesNoTimerBehind() throws Exception {
    try (FakeCpu cpu = new FakeCpu()) {
      DeviceSpec device =
          Specs.device(
              "s7://127.0.0.1:" + cpu.port() + "?controller-type=S7_1200",
              Specs.integer("whole", "%DB1.DBD0:DINT"));
      try (DeviceSession session =
          new Plc4xDriver().open(device, DriverState.NONE, Deadline.in(AMPLE))) {
        read(session, device);
        Thread timer = timer();

        cpu.hangUp();

        timer.join(AMPLE.toMillis());
        assertThat(timer.isAlive()).isFalse();
        assertThatThrownBy(() -> read(session, device)).isInstanceOf(DriverException.class);
      }
    }
  }

  private static void read(DeviceSession session, DeviceSpec device) throws Exception {
    session.read(session.plan(device.properties()), new Deaf(), Deadline.in(AMPLE));
  }

  /** The thread of Netty's timer, which PLC4X starts one of for each connection. */
  private static Thread timer() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().isAlive() && isTimer(entry.getValue()))
        .map(Map.Entry::getKey)
        .findAny()
        .orElseThrow();
  }

  private static boolean isTimer(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(frame -> frame.getClassName().contains("HashedWheelTimer$Worker"));
  }

  /** Takes readings, and does nothing with them. */
  private static final class Deaf implements ReadingSink {

    @Override
    public void good(PropertySpec property, Object value) {
      // not looked at
    }

    @Override
    public void good(PropertySpec property, Object value, Instant deviceTime) {
      // not looked at
    }

    @Override
    public void bad(PropertySpec property, String reason) {
      // not looked at
    }
  }
}
