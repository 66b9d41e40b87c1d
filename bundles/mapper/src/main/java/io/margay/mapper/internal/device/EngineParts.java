package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Links;
import io.margay.mapper.internal.work.Time;
import io.margay.mapper.internal.work.Watchdog;
import java.util.function.DoubleSupplier;

/**
 * What all devices share.
 *
 * @param initialBackOffMillis the first wait after a failure, doubled with each further one
 * @param maxBackOffMillis the longest wait
 * @param random from 0 to 1
 */
public record EngineParts(
    Time time,
    Links links,
    Watchdog watchdog,
    long initialBackOffMillis,
    long maxBackOffMillis,
    DoubleSupplier random) {
  private static final long QUICK_MILLIS = 1_000;

  BackOff backOff() {
    return new BackOff(
        new BackOff.Waits(
            Math.min(QUICK_MILLIS, initialBackOffMillis), initialBackOffMillis, maxBackOffMillis),
        random);
  }
}
