package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;

/** The steps of a swap, one after another on workers; none begins once the swap is over. */
record SwapQueue(LinkQueue jobs, SwapProgress progress, Time time) {

  void soon(Runnable step) {
    jobs.add(new Job(Job.Rank.POLL, time.nanos(), () -> runUnlessOver(step)));
  }

  private void runUnlessOver(Runnable step) {
    if (!progress.isOver()) {
      step.run();
    }
  }
}
