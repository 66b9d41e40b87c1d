package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.DeviceDriver;
import io.margay.dmi.driver.DriverException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a driver leaves behind: nothing. */
final class LeavingRules {
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private LeavingRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "leaves no thread behind",
            "DeviceDriver: A driver starts no thread. DeviceSession.close: frees all it holds",
            LeavingRules::leavesNoThread),
        new Rule(
            "leaves no file or socket behind, over 50 conversations",
            "DeviceSession.close: Ends the conversation and frees all it holds.",
            LeavingRules::leavesNoFile),
        new Rule(
            "leaves nothing behind of 50 attempts to reach a device that is away",
            "DeviceDriver: what it holds, it holds for its sessions, and lets go of with the last"
                + " of them.",
            LeavingRules::leavesNothingOfFailures),
        new Rule(
            "keeps no static state",
            "DeviceDriver: A driver starts no thread, keeps no schedule and no static state",
            LeavingRules::keepsNoStaticState),
        new Rule(
            "works from two class loaders at once, and both are collected afterwards",
            "DeviceDriver: what it holds, it holds for its sessions, and lets go of with the last"
                + " of them.",
            LeavingRules::isCollected));
  }

  private static void leavesNoThread(DriverUnderTest subject) throws Exception {
    DriverThread thread = new DriverThread();
    try (Counterparty counterparty = subject.start()) {
      converse(thread, subject.create(), counterparty);
      soon(() -> thread.left().isEmpty());
      Check.that(thread.left().isEmpty(), "threads still run after close(): %s", thread.left());
    }
  }

  private static void leavesNoFile(DriverUnderTest subject) throws Exception {
    DriverThread thread = new DriverThread();
    DeviceDriver driver = subject.create();
    try (Counterparty counterparty = subject.start()) {
      leavesNoFile(() -> converse(thread, driver, counterparty));
    }
  }

  private static void leavesNothingOfFailures(DriverUnderTest subject) throws Exception {
    DriverThread thread = new DriverThread();
    DeviceDriver driver = subject.create();
    leavesNoFile(
        () -> {
          try (Conversation conversation = Conversation.open(thread, driver, subject.away())) {
            conversation.session().plan(subject.away().properties());
          } catch (DriverException expected) {
            // that is what it is to say
          }
        });
    soon(() -> thread.left().isEmpty());
    Check.that(thread.left().isEmpty(), "threads still run: %s", thread.left());
  }

  /** One round of what is repeated. */
  private interface Round {
    void go() throws Exception;
  }

  private static void leavesNoFile(Round round) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      round.go();
    }
    int before = SystemCalls.openFiles();
    for (int i = 0; i < ROUNDS; i++) {
      round.go();
    }
    // A few may be a counterparty's that has not noticed yet.
    BooleanSupplier back = () -> SystemCalls.openFiles() < before + ROUNDS / 2;
    soon(back);
    Check.that(
        back.getAsBoolean(),
        "%d files and sockets more are open after %d rounds",
        SystemCalls.openFiles() - before,
        ROUNDS);
  }

  private static void keepsNoStaticState(DriverUnderTest subject) throws Exception {
    DeviceDriver driver = subject.create();
    try (Counterparty counterparty = subject.start()) {
      converse(new DriverThread(), driver, counterparty);
      StaticState state = StaticState.of(driver.getClass());
      List<String> mutable = state.mutableFields();
      Check.that(mutable.isEmpty(), "static fields can change or hold threads: %s", mutable);
      List<String> before = state.contents();
      converse(new DriverThread(), subject.create(), counterparty);
      List<String> after = state.contents();
      Check.that(
          before.equals(after),
          "a conversation changed what static fields hold: %s before, %s after",
          before,
          after);
    }
  }

  private static void isCollected(DriverUnderTest subject) throws Exception {
    Class<?> type = subject.create().getClass();
    Check.applies(
        ReloadedDriver.isPossible(type), "the driver has no public constructor without parameters");
    try (Counterparty counterparty = subject.start()) {
      WeakReference<ClassLoader> loader = converseReloaded(type, counterparty);
      soon(
          () -> {
            System.gc();
            return loader.refersTo(null);
          });
      Check.that(
          loader.refersTo(null),
          "the driver's classes are still in use after its last session was closed: a thread, a"
              + " shutdown hook, a thread-local or a static field of the JVM holds them");
    }
  }

  private static WeakReference<ClassLoader> converseReloaded(
      Class<?> type, Counterparty counterparty) throws Exception {
    DeviceDriver one = ReloadedDriver.of(type);
    DeviceDriver other = ReloadedDriver.of(type);
    converse(new DriverThread(), one, counterparty);
    converse(new DriverThread(), other, counterparty);
    return new WeakReference<>(one.getClass().getClassLoader());
  }

  private static void converse(DriverThread thread, DeviceDriver driver, Counterparty counterparty)
      throws Exception {
    try (Conversation conversation = Conversation.open(thread, driver, counterparty.device())) {
      ConversationRules.good(
          conversation.read(counterparty.device().properties()), counterparty.failing());
    }
  }

  /** Looks again until it holds or patience ends. */
  private static void soon(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
