package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the wishes that are due, reports what became of them, and has them read back. */
final class Writer {
  private final DeviceLine line;
  private final ReentrantLock lock;
  private final Writing writing;
  private final DeviceOutlet outlet;
  private final Wishes wishes;
  private final Time time;

  /**
   * @param lock the device's lock
   */
  Writer(
      DeviceLine line,
      ReentrantLock lock,
      Writing writing,
      DeviceOutlet outlet,
      Wishes wishes,
      Time time) {
    this.line = line;
    this.lock = lock;
    this.writing = writing;
    this.outlet = outlet;
    this.wishes = wishes;
    this.time = time;
  }

  void write(LinkQueue at) {
    Turn turn;
    Wishes.Attempt attempt;
    lock.lock();
    try {
      turn = line.turn(at);
      if (turn == null) {
        line.writeWhenDue();
        return;
      }
      attempt = wishes.begin(time.nanos());
      outlet.outcomes(attempt.refusals());
    } finally {
      lock.unlock();
    }
    if (!attempt.writes().isEmpty()) {
      write(at, turn, attempt);
    }
    outlet.deliver();
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
        line.failed(e, turn);
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
      outlet.outcomes(outcomes.apply(time.nanos()));
      if (line.goesOn(turn)) {
        line.writeWhenDue();
        if (readBack) {
          line.readBack(attempt.wishes().stream().map(Wishes.Wish::slot).toList());
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
