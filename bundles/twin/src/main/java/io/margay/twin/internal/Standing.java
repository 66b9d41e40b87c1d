package io.margay.twin.internal;

import io.margay.dmi.DeviceState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a device is, since when, and when it answered last. Guarded by its twin's lock. */
final class Standing {
  private DeviceState state = DeviceState.UNKNOWN;
  private @Nullable String reason = "not asked yet";
  private Instant since;
  private @Nullable Instant lastOnline;

  Standing(@Nullable Instant lastOnline, Instant now) {
    this.lastOnline = lastOnline;
    this.since = now;
  }

  /** Notes how the device is; gives whether that is news. */
  boolean become(DeviceState next, @Nullable String why, Instant now) {
    if (next != state) {
      since = now;
    }
    boolean news = next != state || !Objects.equals(why, reason);
    state = next;
    reason = why;
    answered(now);
    return news;
  }

  /** Notes that a sign of life came, which counts while the device is online. */
  void answered(Instant now) {
    if (state == DeviceState.ONLINE || state == DeviceState.OK) {
      lastOnline = now;
    }
  }

  DeviceCondition condition() {
    return new DeviceCondition(state, reason, since, lastOnline);
  }
}
