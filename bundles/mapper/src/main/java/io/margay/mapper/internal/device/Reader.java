package io.margay.mapper.internal.device;

import io.margay.dmi.driver.ReadPlan;
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
  private final DeviceOutlet outlet;

  /**
   * @param lock the device's lock
   */
  Reader(DeviceLine line, ReentrantLock lock, DeviceOutlet outlet) {
    this.line = line;
    this.lock = lock;
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
      if (group.slots().isEmpty()) {
        probe(turn);
        return;
      }
      ReadPlan plan = plan(turn, group);
      long millis = millis(plan, turn.timeoutMillis());
      turn.conversation()
          .call(
              "read",
              millis,
              (session, deadline) -> {
                session.read(plan, batch, deadline);
                return true;
              });
      took(turn, group);
      outlet.deliver();
    } catch (CallFailedException e) {
      line.broke(e, turn, batch);
    }
  }

  private void probe(Turn turn) throws CallFailedException {
    turn.conversation()
        .call(
            "probe",
            turn.timeoutMillis(),
            (session, deadline) -> {
              session.probe(deadline);
              return true;
            });
    line.alive(turn);
    outlet.deliver();
  }

  private @Nullable Turn turn(LinkQueue at, PollGroup group) {
    lock.lock();
    try {
      if (group.dropped || !group.queued) {
        return null;
      }
      group.queued = false;
      return line.turn(at);
    } finally {
      lock.unlock();
    }
  }

  private static ReadPlan plan(Turn turn, PollGroup group) throws CallFailedException {
    Conversation conversation = turn.conversation();
    ReadPlan known = group.plan(conversation);
    if (known != null) {
      return known;
    }
    ReadPlan fresh = conversation.plan(group.specs(), turn.timeoutMillis());
    group.planned(conversation, fresh);
    return fresh;
  }

  private void took(Turn turn, PollGroup group) {
    ReadBatch batch = group.batch();
    batch.fill("the driver gave no answer");
    lock.lock();
    try {
      line.report(batch, group.awaited());
      turn.conversation().strayAnswer(batch.stray());
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
