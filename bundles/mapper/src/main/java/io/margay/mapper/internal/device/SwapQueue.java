package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.function.Consumer;

/**
 * The steps of a swap, one after another on workers; none begins once the swap is over.
 *
 * @param broken takes what went wrong with a step that the engine itself could not do
 */
record SwapQueue(LinkQueue jobs, SwapProgress progress, Time time, Consumer<Throwable> broken) {

  void soon(Runnable step) {
    jobs.add(new Job(Job.Rank.POLL, time.nanos(), () -> runUnlessOver(step)));
  }

  private void runUnlessOver(Runnable step) {
    if (progress.isOver()) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      broken.accept(e);
    }
  }
}
