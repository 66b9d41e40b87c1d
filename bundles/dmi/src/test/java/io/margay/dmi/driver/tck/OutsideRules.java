package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.Capability;
import io.margay.dmi.driver.Deadline;
import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DeviceSession;
import io.margay.dmi.driver.DeviceSpec;
import io.margay.dmi.driver.DriverException;
import io.margay.dmi.driver.DriverState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What becomes of a call when the outside world does not play along. */
final class OutsideRules {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(2);

  private OutsideRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "says in words that a device is away",
            "DeviceDriver.open: throws DriverException when the device cannot be reached",
            OutsideRules::tellsOfAbsence),
        new Rule(
            "keeps the deadline of open",
            "DeviceDriver.open: May block until the deadline",
            subject -> deadline(subject, SilentPeer.takingNone(), false)),
        new Rule(
            "keeps the deadline of read",
            "DeviceSession: Every call may block up to its deadline",
            subject -> deadline(subject, SilentPeer.takingConnections(), true)),
        new Rule(
            "ends open when it is interrupted",
            "DeviceDriver.open: must honour Thread.interrupt",
            subject -> interrupt(subject, SilentPeer.takingNone(), false)),
        new Rule(
            "ends read when it is interrupted",
            "DeviceSession: a call that overruns is interrupted and the session is closed",
            subject -> interrupt(subject, SilentPeer.takingConnections(), true)),
        new Rule(
            "closes without waiting for the peer",
            "DeviceSession.close: Does not fail, and does not wait for the peer.",
            OutsideRules::closesAtOnce),
        new Rule(
            "looks for devices no longer than it may",
            "DeviceDriver.discover: May block until the deadline, and must honour"
                + " Thread.interrupt.",
            OutsideRules::discovers));
  }

  private static void tellsOfAbsence(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    DriverThread thread = new DriverThread();
    expectingTrouble(
        () ->
            thread.call(
                "open() of a device that is away, and a read of it,",
                DriverThread.AMPLE.plus(DriverThread.GRACE),
                () -> converse(driver, subject.away(), Duration.ofSeconds(5), true)));
  }

  private static void deadline(DriverUnderTest subject, SilentPeer peer, boolean reading)
      throws Exception {
    try (peer) {
      DeviceSpec device = silent(subject, peer);
      DeviceDriver driver = subject.create();
      expectingTrouble(
          () ->
              new DriverThread()
                  .call(
                      (reading ? "read()" : "open()") + " with a deadline of 300 ms",
                      SHORT.multipliedBy(2).plus(DriverThread.GRACE),
                      () -> converse(driver, device, SHORT, reading)));
    }
  }

  private static void interrupt(DriverUnderTest subject, SilentPeer peer, boolean reading)
      throws Exception {
    try (peer) {
      DeviceSpec device = silent(subject, peer);
      DeviceDriver driver = subject.create();
      expectingTrouble(
          () ->
              new DriverThread()
                  .interrupted(
                      reading ? "read()" : "open()",
                      () -> converse(driver, device, LONG, reading)));
    }
  }

  private static void closesAtOnce(DriverUnderTest subject) throws Exception {
    try (SilentPeer peer = SilentPeer.takingConnections()) {
      DeviceSpec device = silent(subject, peer);
      DriverThread thread = new DriverThread();
      DeviceDriver driver = subject.create();
      DeviceSession session;
      try {
        session =
            thread.call(
                "open()",
                SHORT.plus(DriverThread.GRACE),
                () -> driver.open(device, DriverState.NONE, Deadline.in(SHORT)));
      } catch (DriverException e) {
        return; // it talks to the device when it opens, so there is nothing to close
      }
      thread.call(
          "close()",
          DriverThread.GRACE,
          () -> {
            session.close();
            return true;
          });
    }
  }

  private static void discovers(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    Check.applies(
        driver.describe().capabilities().contains(Capability.DISCOVER)
            && subject.discovery().isPresent(),
        "it does not look for devices");
    Callable<Boolean> brief =
        () -> {
          driver.discover(subject.discovery().get(), device -> {}, Deadline.in(SHORT));
          return true;
        };
    Callable<Boolean> lengthy =
        () -> {
          driver.discover(subject.discovery().get(), device -> {}, Deadline.in(LONG));
          return true;
        };
    DriverThread thread = new DriverThread();
    ended(() -> thread.call("discover()", SHORT.plus(DriverThread.GRACE), brief));
    ended(() -> thread.interrupted("discover()", lengthy));
  }

  private static void ended(Callable<Boolean> call) throws Exception {
    try {
      call.call();
    } catch (DriverException e) {
      Check.that(e.getMessage() != null, "discover() failed without a reason");
    }
  }

  private static DeviceSpec silent(DriverUnderTest subject, SilentPeer peer) {
    Check.applies(subject.silent(peer.port()).isPresent(), "no device of it is silent");
    return subject.silent(peer.port()).get();
  }

  /** Opens, reads if that is wanted, and closes. Gives whether a property had a value. */
  private static boolean converse(
      DeviceDriver driver, DeviceSpec device, Duration limit, boolean reading) throws Exception {
    try (DeviceSession session = driver.open(device, DriverState.NONE, Deadline.in(limit))) {
      if (!reading) {
        return false;
      }
      Answers answers = new Answers();
      session.read(session.plan(device.properties()), answers, Deadline.in(limit));
      return answers.onePerProperty(device.properties()).values().stream()
          .anyMatch(Answers.Answer::isGood);
    }
  }

  /** A DriverException with words, or bad answers; anything else is the driver's own fault. */
  private static void expectingTrouble(Callable<Boolean> call) throws Exception {
    try {
      Check.that(!call.call(), "a device that does not answer gave a value");
    } catch (DriverException e) {
      Check.that(
          e.getMessage() != null && !e.getMessage().isBlank(),
          "the DriverException does not say what was wrong");
    }
  }
}
