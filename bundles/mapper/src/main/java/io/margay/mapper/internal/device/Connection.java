package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a device in conversation with its driver: opens one, notices its end, waits, and tries
 * again. Guarded by the device's lock, which it takes where a job or an alarm comes in.
 *
 * <p>There is at most one conversation at a time; a job that began with another one leaves the
 * state alone.
 */
final class Connection implements Conversation.Owner {
  /** Hears what becomes of conversations; the lock is held but for {@link #stranded()}. */
  interface Listener {
    /** A conversation is open after there was none. */
    void up(Opening opening);

    /** Another driver's conversation has taken the place of the open one. */
    void tookOver(Opening opening);

    /** The conversation is over; this comes before all that tells why. */
    void ended();

    /** The device is away, and is tried again. */
    void lost(Kind kind, String reason, long waitNanos);

    /** A call hangs and was given up; nothing is tried until it returns. */
    void stuck(String reason);

    /** Comes after {@link #stuck}, when the lock is free. */
    void stranded();
  }

  private enum Phase {
    /** A job that opens the device is in the queue or running. */
    OPENING,
    /** A conversation is open. */
    UP,
    /** The next attempt to open waits for its time. */
    AWAY,
    /** A call was given up; nothing is tried until it returns. */
    STUCK,
    /** One driver has let go of the device, the other has not taken it yet. */
    BETWEEN,
    /** The end. */
    CLOSED
  }

  private final LineContext context;
  private final LineJobs jobs;
  private final BackOff backOff;
  private final Listener listener;
  private final ReentrantLock lock;
  private Phase phase = Phase.OPENING;
  private @Nullable Conversation conversation;
  private @Nullable Conversation former;
  private Time.@Nullable Alarm retry;

  Connection(LineContext context, LineJobs jobs, BackOff backOff, Listener listener) {
    this.context = context;
    this.jobs = jobs;
    this.backOff = backOff;
    this.listener = listener;
    this.lock = context.lock();
  }

  boolean isUp() {
    return phase == Phase.UP;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** Whether the device is about to be opened by another driver, as it is described then. */
  boolean isBetweenDrivers() {
    return phase == Phase.BETWEEN;
  }

  /** The open conversation; null when there is none. */
  @Nullable Turn turn() {
    return turn(jobs.station().queue());
  }

  /** The conversation as a job finds it; null when there is none, or not on this link any more. */
  @Nullable Turn turn(LinkQueue at) {
    Conversation open = conversation;
    if (phase != Phase.UP || open == null || at != jobs.station().queue()) {
      return null;
    }
    return new Turn(open, context.image().compiled().timeoutMillis());
  }

  /** Whether the conversation of this turn still goes on. */
  boolean goesOn(Turn turn) {
    return conversation == turn.conversation();
  }

  /** Opens the device as soon as its link is free. */
  void openSoon() {
    cancelRetry();
    phase = Phase.OPENING;
    jobs.soon(Job.Rank.POLL, this::open);
  }

  /** Ends the conversation and opens another one, here or elsewhere. */
  void reopen(Station next) {
    Station before = jobs.station();
    jobs.moveTo(next);
    if (phase != Phase.STUCK) {
      Conversation open = end();
      cancelRetry();
      phase = Phase.AWAY;
      jobs.close(before, open, () -> openIfAwayAfter(open));
    }
    if (!next.equals(before)) {
      before.left(context.parts());
    }
  }

  /**
   * Goes on with a conversation that another driver has opened; called by a job of the former
   * driver's link.
   */
  void takeOver(Opening opening) {
    boolean flowing = phase == Phase.UP;
    Station before = jobs.station();
    Conversation next = opening.conversation();
    cancelRetry();
    former = null;
    conversation = next;
    next.belongsTo(this);
    jobs.moveTo(next.station());
    before.left(context.parts());
    if (flowing) {
      listener.tookOver(opening);
    } else {
      up(opening);
    }
  }

  /** Lets go of the device before another driver takes it. */
  void release(Runnable released) {
    Conversation open = end();
    cancelRetry();
    phase = Phase.BETWEEN;
    jobs.close(jobs.station(), open, released);
  }

  /** Leaves the device to another driver, which opens it as soon as it can. */
  void leaveTo(Station next) {
    Station before = jobs.station();
    Conversation open = end();
    cancelRetry();
    former = null;
    jobs.moveTo(next);
    before.left(context.parts());
    jobs.close(before, open, () -> {});
    openSoon();
  }

  /** Ends for good. */
  void close(Runnable closed) {
    phase = Phase.CLOSED;
    jobs.end();
    Conversation open = end();
    cancelRetry();
    jobs.close(jobs.station(), open, closed);
    jobs.station().left(context.parts());
  }

  /** Takes note that a call of this turn came to nothing; the lock is not held. */
  void failed(CallFailedException failure, Turn turn) {
    failed(failure, turn.conversation());
  }

  /** Takes note that the device has ended a conversation of its own accord. */
  void hungUp(String reason, Conversation by) {
    failed(new CallFailedException(Kind.REFUSED, reason), by);
  }

  @Override
  public void gaveUp(Conversation used, String reason) {
    boolean isStuck;
    lock.lock();
    try {
      boolean ours = conversation == used || (conversation == null && former == used);
      isStuck = ours && phase != Phase.CLOSED && phase != Phase.BETWEEN;
      if (isStuck) {
        end();
        cancelRetry();
        phase = Phase.STUCK;
        former = used;
        listener.stuck(reason);
      }
    } finally {
      lock.unlock();
    }
    if (isStuck) {
      listener.stranded();
    }
    context.outlet().deliver();
  }

  @Override
  public void returned(Conversation used) {
    lock.lock();
    try {
      if (phase == Phase.STUCK && former == used) {
        phase = Phase.AWAY;
        retry = context.time().after(backOff.failed(), this::retry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void open(LinkQueue at) {
    Conversation fresh;
    Opening opening;
    lock.lock();
    try {
      if (phase != Phase.OPENING || conversation != null || at != jobs.station().queue()) {
        return;
      }
      fresh = new Conversation(jobs.station(), this);
      conversation = fresh;
      opening = Opening.of(fresh, context);
    } finally {
      lock.unlock();
    }
    try {
      opening.run(List.of());
      if (!opened(opening)) {
        fresh.close();
      }
    } catch (CallFailedException e) {
      failed(e, fresh);
    }
    context.outlet().deliver();
  }

  private boolean opened(Opening opening) {
    lock.lock();
    try {
      if (conversation != opening.conversation()) {
        return false;
      }
      up(opening);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void up(Opening opening) {
    phase = Phase.UP;
    listener.up(opening);
  }

  private void failed(CallFailedException failure, Conversation used) {
    if (failure.kind() == Kind.GIVEN_UP) {
      return;
    }
    lock.lock();
    try {
      if (conversation == used && phase != Phase.CLOSED) {
        end();
        phase = Phase.AWAY;
        long wait = backOff.failed();
        retry = context.time().after(wait, this::retry);
        listener.lost(failure.kind(), failure.reason(), wait);
      }
    } finally {
      lock.unlock();
    }
    used.close();
    context.outlet().deliver();
  }

  private void retry() {
    lock.lock();
    try {
      if (phase == Phase.AWAY) {
        openSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private void openIfAwayAfter(@Nullable Conversation ended) {
    lock.lock();
    try {
      if (phase == Phase.AWAY && (ended == null || former == ended)) {
        openSoon();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Conversation end() {
    Conversation open = conversation;
    conversation = null;
    if (open != null) {
      former = open;
    }
    listener.ended();
    return open;
  }

  private void cancelRetry() {
    if (retry != null) {
      retry.cancel();
    }
  }
}
