package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DriverException;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Time;
import io.margay.mapper.internal.work.Watchdog;
import io.margay.mapper.internal.work.WatchedCall;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the calls into one device's driver: watched, one at a time, whatever the driver does. */
final class DriverCalls {
  /** A call. */
  @FunctionalInterface
  interface Work<T> {
    @Nullable T run() throws DriverException;
  }

  /** Who makes a call; told when it is given up. */
  @FunctionalInterface
  interface Caller {
    /** The call is given up; told on the clock's thread, once. */
    void gaveUp(String reason);
  }

  private static final Logger log = LoggerFactory.getLogger(DriverCalls.class);
  private static final long CLOSE_MILLIS = 1_000;
  private static final int MOST_DEFECTS_TOLD = 20;

  private final NamespacedName device;
  private final String driver;
  private final Watchdog watchdog;
  private final Time time;
  private final Set<String> defectsTold = new HashSet<>();
  private volatile @Nullable WatchedCall current;
  private volatile boolean ended;

  DriverCalls(NamespacedName device, String driver, Watchdog watchdog, Time time) {
    this.device = device;
    this.driver = driver;
    this.watchdog = watchdog;
    this.time = time;
  }

  /** Makes a call. */
  <T> T run(Caller caller, String what, long millis, Work<T> work) throws CallFailedException {
    WatchedCall call = watch(caller, what, millis);
    current = call;
    if (ended) {
      call.over();
      throw new CallFailedException(Kind.LATE, "the driver is leaving");
    }
    return made(call, what, millis, work);
  }

  /**
   * Closes a session, come what may.
   *
   * @return false when the call was given up
   */
  boolean close(Caller caller, DeviceSession session) {
    try {
      Work<Boolean> close =
          () -> {
            session.close();
            return true;
          };
      made(watch(caller, "close", CLOSE_MILLIS), "close", CLOSE_MILLIS, close);
    } catch (CallFailedException e) {
      log.debug("device {}: closing its session failed: {}", device, e.reason());
      return e.kind() != Kind.GIVEN_UP;
    }
    return true;
  }

  /** Closes a session on the thread that was given up with it. */
  void closeBelated(DeviceSession session) {
    try {
      session.close();
    } catch (RuntimeException | Error e) {
      log.debug("device {}: closing its session failed", device, e);
    }
  }

  /** Lets no further call begin but those that close, and interrupts the one under way. */
  void end() {
    ended = true;
    WatchedCall call = current;
    if (call != null) {
      call.interrupt();
    }
  }

  private WatchedCall watch(Caller caller, String what, long millis) {
    return watchdog.watch(millis, () -> caller.gaveUp("driver " + driver + " hangs in " + what));
  }

  private <T> T made(WatchedCall call, String what, long millis, Work<T> work)
      throws CallFailedException {
    @Nullable T result = null;
    @Nullable Throwable thrown = null;
    try {
      result = work.run();
    } catch (Throwable t) { // a driver may throw whatever the JVM lets it
      thrown = t;
    }
    WatchedCall.End end = call.over();
    if (end == WatchedCall.End.IN_TIME && thrown == null && result != null) {
      return result;
    }
    throw failure(end, what, millis, thrown);
  }

  private CallFailedException failure(
      WatchedCall.End end, String what, long millis, @Nullable Throwable thrown) {
    return switch (end) {
      case GIVEN_UP -> new CallFailedException(Kind.GIVEN_UP, what + " hangs and was given up");
      case LATE ->
          new CallFailedException(
              Kind.LATE, what + " took longer than " + millis + " ms and was interrupted");
      case IN_TIME ->
          thrown instanceof DriverException expected
              ? new CallFailedException(Kind.REFUSED, String.valueOf(expected.getMessage()))
              : defect(what, thrown);
    };
  }

  /** The deadline that the driver is told for a call that begins now. */
  Deadline deadline(long millis) {
    return Deadline.in(Duration.ofMillis(millis), time::nanos);
  }

  /** Tells people of an answer that nobody asked for, once for each property. */
  void strayAnswer(@Nullable String property) {
    if (property != null) {
      tellDefect("driver " + driver + " answers for " + property + ", which it was not asked");
    }
  }

  private void tellDefect(String reason) {
    if (defectsTold.size() < MOST_DEFECTS_TOLD && defectsTold.add(reason)) {
      log.warn("device {}: {}; this is a defect of the driver", device, reason);
    }
  }

  private CallFailedException defect(String what, @Nullable Throwable thrown) {
    String reason =
        "driver "
            + driver
            + (thrown == null
                ? " returned null from " + what
                : " failed in " + what + ": " + thrown);
    tellDefect(reason);
    log.debug("device {}: where it failed", device, thrown);
    return new CallFailedException(Kind.DEFECT, reason);
  }
}
