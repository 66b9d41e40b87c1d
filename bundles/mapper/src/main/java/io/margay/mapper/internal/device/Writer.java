package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the wishes that are due, reports what became of them, and has them read back. */
final class Writer {
  private final LineContext context;
  private final Connection connection;
  private final Reader reader;
  private final Writing writing;
  private final Wishes wishes;
  private final DueWrites due;
  private final Succession succession;
  private final ReentrantLock lock;

  Writer(
      LineContext context,
      Connection connection,
      Reader reader,
      Writing writing,
      Wishes wishes,
      DueWrites due,
      Succession succession) {
    this.context = context;
    this.connection = connection;
    this.reader = reader;
    this.writing = writing;
    this.wishes = wishes;
    this.due = due;
    this.succession = succession;
    this.lock = context.lock();
  }

  void write(LinkQueue at) {
    Turn turn;
    Wishes.Attempt attempt;
    lock.lock();
    try {
      due.begun();
      turn = connection.turn(at);
      if (turn == null) {
        due.check();
        return;
      }
      attempt = wishes.begin(now());
      context.outlet().outcomes(attempt.refusals());
    } finally {
      lock.unlock();
    }
    if (!attempt.writes().isEmpty()) {
      write(at, turn, attempt);
    }
    context.outlet().deliver();
  }

  private void write(LinkQueue at, Turn turn, Wishes.Attempt attempt) {
    List<PropertySlot> slots = attempt.wishes().stream().map(Wishes.Wish::slot).toList();
    boolean verified = slots.stream().anyMatch(PropertySlot::verified);
    try {
      List<@Nullable WriteResult> results = writing.write(turn, attempt.writes());
      if (verified) {
        writing.check(at, slots, attempt.writes(), results);
      }
      told(turn, slots, !verified, () -> judged(turn, wishes.tried(attempt, results, now())));
    } catch (CallFailedException e) {
      told(turn, slots, true, () -> wishes.failed(attempt, e.reason(), now()));
      failed(e, turn);
    }
  }

  /** Tells what became of an attempt, and has the values read that the device has now. */
  private void told(
      Turn turn,
      List<PropertySlot> slots,
      boolean readBack,
      Supplier<List<DesiredOutcome>> outcomes) {
    lock.lock();
    try {
      context.outlet().outcomes(outcomes.get());
      if (connection.goesOn(turn)) {
        due.check();
        if (readBack) {
          reader.readSoon(Job.Rank.DEMAND, slots, true);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private List<DesiredOutcome> judged(Turn turn, List<DesiredOutcome> outcomes) {
    if (connection.goesOn(turn)) {
      succession.wrote(outcomes);
    }
    return outcomes;
  }

  /** A device whose driver has a defect in its writes may still be read. */
  private void failed(CallFailedException failure, Turn turn) {
    if (failure.kind() != Kind.DEFECT) {
      connection.failed(failure, turn);
      return;
    }
    lock.lock();
    try {
      if (connection.goesOn(turn)) {
        succession.goesBackAfter(failure.kind(), failure.reason());
      }
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return context.time().nanos();
  }
}
