package io.margay.mapper.internal.device;

import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one device, in the queue of the link on which it is served. A job whose device has
 * moved to another link before its turn came follows it there. Guarded by the device's lock.
 */
final class LineJobs {
  private final Time time;
  private final ReentrantLock lock;
  private Station station;
  private boolean ended;

  LineJobs(Station station, LineContext context) {
    this.station = station;
    this.time = context.time();
    this.lock = context.lock();
  }

  /** Where the device is served. */
  Station station() {
    return station;
  }

  /** The device is served elsewhere from now on. */
  void moveTo(Station next) {
    station = next;
  }

  /** No job follows the device any more. */
  void end() {
    ended = true;
  }

  /** Puts a job in the queue, to be done as soon as its rank allows. */
  void soon(Job.Rank rank, Consumer<LinkQueue> work) {
    by(time.nanos(), rank, work);
  }

  /** Puts a job in the queue that is to be done by a time. */
  void by(long deadlineNanos, Job.Rank rank, Consumer<LinkQueue> work) {
    LinkQueue at = station.queue();
    at.add(new Job(rank, deadlineNanos, () -> runOrFollow(at, rank, deadlineNanos, work)));
  }

  /**
   * Has a conversation closed where it was held, and then something else done, though the closing
   * hang: on a worker or on the clock's thread.
   */
  void close(Station at, @Nullable Conversation open, Runnable then) {
    at.queue()
        .add(
            new Job(
                Job.Rank.CLOSE,
                time.nanos(),
                () -> {
                  if (open == null) {
                    then.run();
                  } else {
                    open.close(then);
                  }
                }));
  }

  private void runOrFollow(
      LinkQueue at, Job.Rank rank, long deadlineNanos, Consumer<LinkQueue> work) {
    lock.lock();
    try {
      if (at != station.queue() && !ended) {
        by(deadlineNanos, rank, work);
        return;
      }
    } finally {
      lock.unlock();
    }
    work.accept(at);
  }
}
