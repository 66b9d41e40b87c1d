package io.margay.mapper.internal.device;

import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceOutlet;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads the properties of a group in one go and reports what came. Runs as jobs of the link. */
final class Reader {
  private static final int MOST_REQUESTS = 1_000;
  private static final long MORE_MILLIS_PER_REQUEST = 300;

  private final DeviceLine line;
  private final ReentrantLock lock;
  private final DriverCalls calls;
  private final DeviceOutlet outlet;

  /**
   * @param lock the device's lock
   */
  Reader(DeviceLine line, ReentrantLock lock, DriverCalls calls, DeviceOutlet outlet) {
    this.line = line;
    this.lock = lock;
    this.calls = calls;
    this.outlet = outlet;
  }

  void read(LinkQueue at, PollGroup group) {
    Turn turn = turn(at, group);
    if (turn == null) {
      return;
    }
    ReadBatch batch = group.batch();
    batch.begin();
    try {
      ReadPlan plan = plan(turn, group);
      long millis = millis(plan, turn.timeoutMillis());
      calls.run(
          at,
          "read",
          millis,
          () -> {
            turn.session().read(plan, batch, calls.deadline(millis));
            return true;
          });
      took(turn, group);
      outlet.deliver();
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        line.report(batch, true);
      }
      line.failed(e, turn);
    }
  }

  private @Nullable Turn turn(LinkQueue at, PollGroup group) {
    lock.lock();
    try {
      group.queued = false;
      return group.dropped ? null : line.turn(at);
    } finally {
      lock.unlock();
    }
  }

  private ReadPlan plan(Turn turn, PollGroup group) throws CallFailedException {
    ReadPlan known = group.plan(turn.session());
    return known != null
        ? known
        : calls.run(turn.link(), "plan", turn.timeoutMillis(), () -> group.planned(turn.session()));
  }

  private void took(Turn turn, PollGroup group) {
    ReadBatch batch = group.batch();
    batch.fill("the driver gave no answer");
    lock.lock();
    try {
      line.report(batch, group.awaited());
      calls.strayAnswer(batch.stray());
      if (line.goesOn(turn)) {
        line.answered(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A plan of many requests is given more time than one request, as slow lines need it. */
  private static long millis(ReadPlan plan, long timeoutMillis) {
    int further = Math.max(0, Math.min(plan.requests(), MOST_REQUESTS) - 1);
    return timeoutMillis + further * Math.min(timeoutMillis, MORE_MILLIS_PER_REQUEST);
  }
}
