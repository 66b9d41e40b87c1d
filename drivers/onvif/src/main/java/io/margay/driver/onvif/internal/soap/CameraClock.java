package io.margay.driver.onvif.internal.soap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What the camera's clock says now. Cameras refuse a user's token that was not made just now by
 * their own clock, which may be years off.
 */
public final class CameraClock {
  private final Clock ours;
  private Duration offset = Duration.ZERO;

  public CameraClock(Clock ours) {
    this.ours = ours;
  }

  /** The camera has said what time it is. */
  public void told(Instant cameraTime) {
    offset = Duration.between(ours.instant(), cameraTime);
  }

  /** How far the camera's clock is ahead of ours. */
  public Duration offset() {
    return offset;
  }

  public Instant now() {
    return ours.instant().plus(offset);
  }
}
