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
  private static final long MILLIS = 3_000;

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
   * Asks.
   *
   * @param hangs is told when the question is given up; on the clock's thread
   */
  <T> T ask(String what, DriverCalls.Work<T> question, Consumer<String> hangs)
      throws CallFailedException {
    return calls.run(reason -> goOnWithout(reason, hangs), what, MILLIS, question);
  }

  /**
   * Asks what the driver makes of a description.
   *
   * @param hangs is told when the question is given up; on the clock's thread
   */
  Finding examine(Seat seat, CompiledDevice device, Consumer<String> hangs)
      throws CallFailedException {
    return ask("validate", () -> seat.examine(device), hangs);
  }

  private void goOnWithout(String reason, Consumer<String> hangs) {
    Job stuck = queue.running();
    hangs.accept(reason);
    if (stuck != null) {
      queue.release(stuck);
    }
  }
}
