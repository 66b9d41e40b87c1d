package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.NamespacedName;
import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a device passes from one driver to another: what a move does to its line, and the trial that
 * compares the new driver with the old one. Takes the device's lock.
 */
final class Succession {
  private final LineContext context;
  private final LineJobs jobs;
  private final Connection connection;
  private final Polls polls;
  private final Wishes wishes;
  private final ReentrantLock lock;
  private @Nullable Trial trial;
  private @Nullable MoveUnderWay move;

  Succession(
      LineContext context, LineJobs jobs, Connection connection, Polls polls, Wishes wishes) {
    this.context = context;
    this.jobs = jobs;
    this.connection = connection;
    this.polls = polls;
    this.wishes = wishes;
    this.lock = context.lock();
  }

  NamespacedName key() {
    return context.key();
  }

  /** Where the device is served. */
  Station station() {
    return locked(jobs::station);
  }

  /** The open conversation; null when there is none. */
  @Nullable Turn turn() {
    lock.lock();
    try {
      return connection.turn();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the device answers, so that another driver can be compared with this one. */
  boolean isGood() {
    return locked(() -> connection.isUp() && !context.image().readable().isEmpty());
  }

  /** The shortest cycle in which it is read. */
  long cycleNanos() {
    return locked(
        () ->
            polls.groups().stream().mapToLong(PollGroup::cycleNanos).min().orElse(Long.MAX_VALUE));
  }

  /** The groups in which its properties are polled. */
  List<PollGroup> groups() {
    return locked(polls::groups);
  }

  /** The trial of another driver for this device. */
  Trial trial(int mostBad, Trial.Judge judge) {
    return locked(
        () ->
            new Trial(
                connection.isUp() ? context.image().readable() : Set.of(),
                wishes.failing(),
                mostBad,
                judge));
  }

  /** Ends the comparison. */
  void endTrial() {
    lock.lock();
    try {
      trial = null;
    } finally {
      lock.unlock();
    }
  }

  /** A move begins or, with null, is over. */
  void moving(@Nullable MoveUnderWay next) {
    lock.lock();
    try {
      move = next;
    } finally {
      lock.unlock();
    }
  }

  /** What opens a conversation with the device as it is described now. */
  Opening opening(Conversation fresh) {
    return locked(() -> Opening.of(fresh, context));
  }

  /** Takes note that a call of this turn came to nothing. */
  void failed(CallFailedException failure, Turn turn) {
    connection.failed(failure, turn);
  }

  /**
   * Goes on with a conversation that another driver has opened. Called by a job of the former
   * driver's link, so that none of its calls is under way.
   *
   * @return false when the line is closed, or described anew since the conversation was opened
   */
  boolean goOnWith(Opening opening, Map<PollGroup, ReadPlan> plans, @Nullable Trial next) {
    lock.lock();
    try {
      if (connection.isClosed() || !context.image().compiled().equals(opening.device())) {
        return false;
      }
      plans.forEach((group, plan) -> group.planned(opening.conversation(), plan));
      trial = next;
      move = null;
      connection.takeOver(opening);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has one driver let go of the device before another takes it.
   *
   * @param released runs when it has, or has given its closing up; on any thread of the engine
   */
  void release(Runnable released) {
    lock.lock();
    try {
      if (connection.isClosed()) {
        released.run();
      } else {
        connection.release(released);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the device to another driver, which opens it as soon as it can. */
  void leaveTo(Station next, @Nullable Trial comparison) {
    lock.lock();
    try {
      move = null;
      if (connection.isClosed()) {
        next.left(context.parts());
        return;
      }
      polls.groups().forEach(PollGroup::forget);
      trial = comparison;
      connection.leaveTo(next);
    } finally {
      lock.unlock();
    }
  }

  // What the line tells; the lock is held, but for stranded().

  /** A read came through. */
  void read(ReadBatch batch) {
    if (trial != null) {
      trial.read(batch);
    }
  }

  /** Wishes were written, and taken or not. */
  void wrote(List<DesiredOutcome> outcomes) {
    if (trial != null) {
      trial.wrote(outcomes);
    }
  }

  /** Whether a failure of this kind sends the device back to its former driver. */
  boolean goesBackAfter(Kind kind) {
    return trial != null && trial.breaks(kind);
  }

  /** The device was lost; true when that sends it back to its former driver. */
  boolean goesBackAfter(Kind kind, String reason) {
    if (trial != null) {
      trial.lost(kind, reason);
    }
    return goesBackAfter(kind);
  }

  /** The device's conversation hangs, so that a move cannot ask it for anything. */
  void stranded() {
    MoveUnderWay moving;
    lock.lock();
    try {
      moving = move;
    } finally {
      lock.unlock();
    }
    if (moving != null) {
      moving.stranded();
    }
  }

  /** What is to be done when the line has ended, so that a move under way ends before. */
  Runnable after(Runnable closed) {
    MoveUnderWay moving = move;
    return moving == null ? closed : () -> moving.cancel(closed);
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
