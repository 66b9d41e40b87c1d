package io.margay.mapper.internal.device;

import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads the properties of a group in one go and reports what came. Runs as jobs of the link. */
final class Reader {
  private static final int MOST_REQUESTS = 1_000;
  private static final long MORE_MILLIS_PER_REQUEST = 300;

  private final LineContext context;
  private final LineJobs jobs;
  private final Connection connection;
  private final Listener listener;
  private final ReentrantLock lock;

  /** Hears what becomes of reads; the device's lock is held. */
  interface Listener {
    /** One came through. */
    void answered(ReadBatch batch);

    /** The device has given a sign of life. */
    void alive();

    /** Whether it is reported which properties a read that came to nothing has not answered. */
    boolean isReported(Kind failure);
  }

  Reader(LineContext context, LineJobs jobs, Connection connection, Listener listener) {
    this.context = context;
    this.jobs = jobs;
    this.connection = connection;
    this.listener = listener;
    this.lock = context.lock();
  }

  /**
   * Has properties read beside the polls; the lock is held.
   *
   * @param reported whether all answers are reported, due or not
   */
  void readSoon(Job.Rank rank, List<PropertySlot> slots, boolean reported) {
    PollGroup group = onDemand(slots, reported);
    jobs.soon(rank, at -> read(at, group));
  }

  /**
   * Reads properties beside the polls, within a job of the link; returns what was read.
   *
   * @param reported whether all answers are reported, due or not
   */
  ReadBatch readNow(LinkQueue at, List<PropertySlot> slots, boolean reported) {
    PollGroup group;
    lock.lock();
    try {
      group = onDemand(slots, reported);
    } finally {
      lock.unlock();
    }
    read(at, group);
    return group.batch();
  }

  private PollGroup onDemand(List<PropertySlot> slots, boolean reported) {
    long timeout = context.image().compiled().timeoutMillis();
    PollGroup group = new PollGroup(timeout, slots, reported, context.time());
    group.queued = true;
    return group;
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
      context.outlet().deliver();
    } catch (CallFailedException e) {
      broke(e, turn, batch);
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
    lock.lock();
    try {
      if (connection.goesOn(turn)) {
        listener.alive();
      }
    } finally {
      lock.unlock();
    }
    context.outlet().deliver();
  }

  private @Nullable Turn turn(LinkQueue at, PollGroup group) {
    lock.lock();
    try {
      if (group.dropped || !group.queued) {
        return null;
      }
      group.queued = false;
      return connection.turn(at);
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
      context.report(batch, group.awaited());
      turn.conversation().strayAnswer(batch.stray());
      if (connection.goesOn(turn)) {
        listener.answered(batch);
      }
    } finally {
      lock.unlock();
    }
  }

  private void broke(CallFailedException failure, Turn turn, ReadBatch batch) {
    lock.lock();
    try {
      boolean ours = connection.goesOn(turn);
      if (ours ? listener.isReported(failure.kind()) : failure.kind() != Kind.GIVEN_UP) {
        context.report(batch, true);
      }
    } finally {
      lock.unlock();
    }
    connection.failed(failure, turn);
  }

  /** A plan of many requests is given more time than one request, as slow lines need it. */
  private static long millis(ReadPlan plan, long timeoutMillis) {
    int further = Math.max(0, Math.min(plan.requests(), MOST_REQUESTS) - 1);
    return timeoutMillis + further * Math.min(timeoutMillis, MORE_MILLIS_PER_REQUEST);
  }
}
