package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.function.Consumer;

/**
 * Puts questions to a driver that need no device: what it is, and what it makes of a description.
 * Used within jobs of one queue, and not for longer than an answer takes: a driver that hangs is
 * interrupted and, if it does not heed that, given up with its thread, and the queue goes on.
 */
final class Examiner {
  private static final long MOST_MILLIS = 3_000;
  private static final long LEAST_MILLIS = 500;

  private final LinkQueue queue;
  private final DriverCalls calls;

  Examiner(DriverEntry driver, LinkQueue queue, EngineParts parts) {
    this.queue = queue;
    this.calls =
        new DriverCalls(
            new NamespacedName("", driver.protocol()),
            driver.toString(),
            parts.watchdog(),
            parts.time());
  }

  /**
   * Asks the driver what it can do.
   *
   * @param hangs is told when the question is given up; on the clock's thread
   */
  Seat meet(DriverEntry driver, Consumer<String> hangs) throws CallFailedException {
    return ask("describe", MOST_MILLIS, () -> new Seat(driver), hangs);
  }

  /**
   * Asks what the driver makes of a description.
   *
   * @param hangs is told when the question is given up; on the clock's thread
   */
  Finding examine(Seat seat, CompiledDevice device, Consumer<String> hangs)
      throws CallFailedException {
    long millis = Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, device.timeoutMillis()));
    return ask("validate", millis, () -> seat.examine(device), hangs);
  }

  /** Interrupts the question under way, and asks no more. */
  void end() {
    calls.end();
  }

  private <T> T ask(String what, long millis, DriverCalls.Work<T> question, Consumer<String> hangs)
      throws CallFailedException {
    return calls.run(reason -> goOnWithout(reason, hangs), what, millis, question);
  }

  private void goOnWithout(String reason, Consumer<String> hangs) {
    Job stuck = queue.running();
    hangs.accept(reason);
    if (stuck != null) {
      queue.release(stuck);
    }
  }
}
