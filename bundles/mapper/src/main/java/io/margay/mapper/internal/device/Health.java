package io.margay.mapper.internal.device;

import io.margay.dmi.DeviceState;
import io.margay.dmi.NamespacedName;
import io.margay.mapper.internal.report.DeviceOutlet;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a device is, told once: to the runtime when state or reason change, to the log when it goes
 * and when it comes back. Guarded by the device's lock.
 */
final class Health {
  private static final Logger log = LoggerFactory.getLogger(Health.class);

  private final NamespacedName device;
  private final DeviceOutlet outlet;
  private DeviceState state = DeviceState.UNKNOWN;
  private @Nullable String reason;
  private long awaySinceNanos;

  Health(NamespacedName device, DeviceOutlet outlet) {
    this.device = device;
    this.outlet = outlet;
  }

  /** It does not answer. */
  void away(String why, long retryNanos, long nowNanos) {
    if (state != DeviceState.OFFLINE) {
      awaySinceNanos = nowNanos;
      log.warn(
          "device {} is away: {}; trying again in {}, then at growing intervals",
          device,
          why,
          seconds(retryNanos));
    }
    become(DeviceState.OFFLINE, why);
  }

  /** Its driver does not let go of it. */
  void stuck(String why) {
    log.warn(
        "device {} is away: {} and does not heed the interrupt; its thread is given up, and the"
            + " device is tried again when the call returns",
        device,
        why);
    become(DeviceState.OFFLINE, why);
  }

  /** It answers. */
  void answers(int failures, long nowNanos) {
    if (state == DeviceState.OFFLINE) {
      log.info(
          "device {} is back after {} and {} failed attempts",
          device,
          seconds(nowNanos - awaySinceNanos),
          failures);
    } else if (state == DeviceState.UNKNOWN) {
      log.info("device {} answers", device);
    }
    become(DeviceState.ONLINE, null);
  }

  /** It answers, but no property of it can be read. */
  void unhealthy(String why) {
    if (state != DeviceState.UNHEALTHY) {
      log.warn("device {} answers, but none of its properties can be read: {}", device, why);
    }
    become(DeviceState.UNHEALTHY, why);
  }

  private void become(DeviceState next, @Nullable String why) {
    if (next != state || !Objects.equals(why, reason)) {
      state = next;
      reason = why;
      outlet.state(next, why);
    }
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
