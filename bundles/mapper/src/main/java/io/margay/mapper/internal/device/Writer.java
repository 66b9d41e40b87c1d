package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the wishes that are due, reports what became of them, and has them read back. */
final class Writer {
  private final LineContext context;
  private final Connection connection;
  private final Reader reader;
  private final Writing writing;
  private final Wishes wishes;
  private final DueWrites due;
  private final ReentrantLock lock;

  Writer(
      LineContext context,
      Connection connection,
      Reader reader,
      Writing writing,
      Wishes wishes,
      DueWrites due) {
    this.context = context;
    this.connection = connection;
    this.reader = reader;
    this.writing = writing;
    this.wishes = wishes;
    this.due = due;
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
      attempt = wishes.begin(context.time().nanos());
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
      wrote(turn, attempt, !verified, now -> wishes.tried(attempt, results, now));
    } catch (CallFailedException e) {
      wrote(turn, attempt, true, now -> wishes.failed(attempt, e.reason(), now));
      if (e.kind() != Kind.DEFECT) {
        connection.failed(e, turn);
      }
    }
  }

  private void wrote(
      Turn turn,
      Wishes.Attempt attempt,
      boolean readBack,
      LongFunction<List<DesiredOutcome>> outcomes) {
    lock.lock();
    try {
      context.outlet().outcomes(outcomes.apply(context.time().nanos()));
      if (connection.goesOn(turn)) {
        due.check();
        if (readBack) {
          List<PropertySlot> slots = attempt.wishes().stream().map(Wishes.Wish::slot).toList();
          reader.readSoon(Job.Rank.DEMAND, slots, true);
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
