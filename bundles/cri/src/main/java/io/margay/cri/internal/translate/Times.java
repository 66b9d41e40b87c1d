package io.margay.cri.internal.translate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * CRI's times, which are nanoseconds since 1970. What has not happened yet is 0 from containerd,
 * and the year 1 in nanoseconds, a negative number, from engines that convert Go's zero time.
 */
final class Times {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private Times() {}

  static Instant at(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  static @Nullable Instant atOrNull(long nanos) {
    return nanos <= 0 ? null : at(nanos);
  }
}
