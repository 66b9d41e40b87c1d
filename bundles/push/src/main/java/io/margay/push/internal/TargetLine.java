package io.margay.push.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel of one target: opened when there is something to deliver, kept as long as it works,
 * closed after a failure. A call into the sink that overruns is interrupted.
 */
final class TargetLine {
  private static final Logger log = LoggerFactory.getLogger(TargetLine.class);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final long CLOSING_MILLIS = 2_000;

  private final TargetKey key;
  private final Time time;
  private final Duration timeout;
  private final Overseer overseer = new Overseer();
  private final ReentrantLock use = new ReentrantLock();
  private volatile boolean abandoned;
  private volatile boolean closed;
  private volatile @Nullable PushSink gone;
  private @Nullable PushSink opener;
  private @Nullable PushChannel channel;

  TargetLine(TargetKey key, Time time, Duration timeout) {
    this.key = key;
    this.time = time;
    this.timeout = timeout;
  }

  /**
   * What became of a batch.
   *
   * @param done how many of its first records need not be sent again
   * @param delivered how many of those the target has; the others it will never have
   * @param rejection why it will not; null when it has all
   * @param failure why the rest must be sent again; null when there is no rest
   */
  record Attempt(int done, long delivered, @Nullable String rejection, @Nullable String failure) {}

  /** Delivers a batch; blocks. */
  Attempt attempt(PushSink sink, List<Entry> batch) {
    use.lock();
    try {
      if (closed || sink == gone) {
        return new Attempt(0, 0, null, "the sink is gone");
      }
      abandoned = false;
      Time.Alarm overrun = time.after(timeout.plus(GRACE), overseer::interrupt);
      overseer.enter();
      try {
        return deliver(sink, batch);
      } finally {
        overseer.leave();
        overrun.cancel();
        if (abandoned) {
          closeChannel();
        }
      }
    } finally {
      use.unlock();
    }
  }

  private Attempt deliver(PushSink sink, List<Entry> batch) {
    Deadline deadline = Deadline.in(timeout, time::nanos);
    Delivery delivery = new Delivery(deadline);
    String failure = null;
    try {
      delivery.run(opened(sink, batch, deadline), batch);
    } catch (PushException e) {
      failure = String.valueOf(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      log.debug("push {}", key, e);
      failure = "the sink failed: " + e;
    }
    if (failure != null) {
      closeChannel();
    }
    return new Attempt(delivery.done(), delivery.delivered(), delivery.rejection(), failure);
  }

  private PushChannel opened(PushSink sink, List<Entry> batch, Deadline deadline)
      throws PushException {
    if (opener != sink) {
      closeChannel();
    }
    PushChannel open = channel;
    if (open == null) {
      open = sink.open(batch.get(0).sent().settings(), deadline);
      channel = open;
      opener = sink;
    }
    return open;
  }

  /** A sink may be called, though it left before. */
  void welcome(PushSink arrived) {
    if (gone == arrived) {
      gone = null;
    }
  }

  /** A sink is not called any more, not even by an attempt that is just about to begin. */
  void leave(PushSink leaving) {
    gone = leaving;
    end();
  }

  /**
   * Interrupts the call into the sink that is under way, and closes the channel. No sink is called
   * any more.
   *
   * @return whether none of the sink's code runs any more
   */
  boolean close() {
    closed = true;
    return end();
  }

  private boolean end() {
    abandoned = true;
    overseer.interrupt();
    try {
      if (!use.tryLock(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      closeChannel();
      return true;
    } finally {
      use.unlock();
    }
  }

  private void closeChannel() {
    PushChannel open = channel;
    channel = null;
    opener = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException | LinkageError e) {
        log.debug("push {}: closing failed", key, e);
      }
    }
  }
}
