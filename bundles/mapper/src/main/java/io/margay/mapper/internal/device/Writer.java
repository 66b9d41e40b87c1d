package io.margay.mapper.internal.device;

import io.margay.dmi.DesiredOutcome;
import io.margay.dmi.driver.WriteResult;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the wishes that are due, reports what became of them, and has them read back. */
final class Writer {
  private final DeviceLine line;
  private final ReentrantLock lock;
  private final DeviceOutlet outlet;
  private final Wishes wishes;
  private final Time time;

  /**
   * @param lock the device's lock
   */
  Writer(DeviceLine line, ReentrantLock lock, DeviceOutlet outlet, Wishes wishes, Time time) {
    this.line = line;
    this.lock = lock;
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
      write(turn, attempt);
    }
    outlet.deliver();
  }

  private void write(Turn turn, Wishes.Attempt attempt) {
    long millis = turn.timeoutMillis();
    try {
      List<@Nullable WriteResult> results =
          new ArrayList<>(
              turn.conversation()
                  .call(
                      "write",
                      millis,
                      (session, deadline) -> session.write(attempt.writes(), deadline)));
      wrote(turn, attempt, now -> wishes.tried(attempt, results, now));
    } catch (CallFailedException e) {
      wrote(turn, attempt, now -> wishes.failed(attempt, e.reason(), now));
      if (e.kind() != Kind.DEFECT) {
        line.failed(e, turn);
      }
    }
  }

  private void wrote(
      Turn turn, Wishes.Attempt attempt, LongFunction<List<DesiredOutcome>> outcomes) {
    lock.lock();
    try {
      outlet.outcomes(outcomes.apply(time.nanos()));
      if (line.goesOn(turn)) {
        line.writeWhenDue();
        line.readBack(attempt.wishes().stream().map(Wishes.Wish::slot).toList());
      }
    } finally {
      lock.unlock();
    }
  }
}
