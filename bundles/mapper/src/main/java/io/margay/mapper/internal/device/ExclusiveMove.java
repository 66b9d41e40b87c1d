package io.margay.mapper.internal.device;

import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves all devices of a wire that takes one conversation at a time: the old driver lets go of
 * every one before the new driver opens any. The time between is the gap.
 *
 * <p>When the new driver cannot open one that the old driver had open, all go back.
 */
final class ExclusiveMove {
  private static final Logger log = LoggerFactory.getLogger(ExclusiveMove.class);

  /**
   * A device that moves.
   *
   * @param trial compares the new driver with the old one; null when it is not compared
   */
  record Rider(
      Succession line, DeviceMemory memory, Station from, Station to, @Nullable Trial trial) {}

  private final List<Leg> legs;
  private final EngineParts parts;
  private final boolean must;
  private final MoveOutcome outcome;
  private final AtomicInteger held;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long gapNanos;

  /**
   * @param must whether the devices are to move even if the new driver cannot open them
   */
  ExclusiveMove(List<Rider> riders, EngineParts parts, boolean must, MoveOutcome outcome) {
    this.legs = riders.stream().map(Leg::new).toList();
    this.parts = parts;
    this.must = must;
    this.outcome = outcome;
    this.held = new AtomicInteger(riders.size());
  }

  void begin() {
    for (Leg leg : legs) {
      leg.rider.line().moving(leg);
      queue(leg.rider.from().queue(), leg::letGo);
    }
  }

  private void released() {
    if (held.decrementAndGet() == 0) {
      openFrom(0);
    }
  }

  private void openFrom(int index) {
    if (over.get()) {
      return;
    }
    if (index < legs.size()) {
      queue(
          legs.get(index).rider.to().queue(),
          () -> legs.get(index).open(() -> openFrom(index + 1)));
    } else if (!over.getAndSet(true)) {
      outcome.moved(gapNanos);
    }
  }

  private void cannot(String reason) {
    if (over.getAndSet(true)) {
      return;
    }
    for (Leg leg : legs) {
      Rider rider = leg.rider;
      if (!rider.line().station().equals(rider.to())) {
        rider.to().left(parts);
      }
      rider
          .line()
          .leaveTo(
              Station.of(rider.line().key(), rider.from().seat(), rider.from().wire(), parts),
              null);
    }
    outcome.failed(reason);
  }

  private void runOrFail(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      log.error("the move of {} devices of a wire to another driver failed", legs.size(), e);
      cannot("the engine failed: " + e);
    }
  }

  private void queue(LinkQueue queue, Runnable work) {
    queue.add(new Job(Job.Rank.DEMAND, parts.time().nanos(), () -> runOrFail(work)));
  }

  /** One device's part of the move. */
  private final class Leg implements MoveUnderWay, Conversation.Owner {
    private final Rider rider;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean wasUp;
    private volatile boolean cancelled;
    private volatile long releasedAt;

    private Leg(Rider rider) {
      this.rider = rider;
    }

    private void letGo() {
      Turn turn = rider.line().turn();
      if (turn != null) {
        wasUp = true;
        handOver(turn);
      }
      release();
    }

    private void handOver(Turn turn) {
      if (must) {
        return;
      }
      try {
        rider.memory().driverState(HandOver.of(turn));
      } catch (CallFailedException e) {
        log.warn("device {} moves without its state: {}", rider.line().key(), e.reason());
      }
    }

    private void release() {
      if (!released.getAndSet(true)) {
        releasedAt = parts.time().nanos();
        rider.line().release(ExclusiveMove.this::released);
      }
    }

    private void open(Runnable next) {
      if (over.get()) {
        return;
      }
      if (!wasUp || cancelled) {
        leave(next);
        return;
      }
      Opening opening = rider.line().opening(new Conversation(rider.to(), this));
      try {
        Map<PollGroup, ReadPlan> plans = opening.run(rider.line().groups());
        if (over.get()) {
          opening.conversation().close();
        } else if (rider.line().goOnWith(opening, plans, rider.trial())) {
          gapNanos = Math.max(gapNanos, parts.time().nanos() - releasedAt);
          next.run();
        } else {
          opening.conversation().close();
          leave(next);
        }
      } catch (CallFailedException e) {
        if (e.kind() != Kind.GIVEN_UP) {
          failed(e.reason(), next);
        }
      }
    }

    private void leave(Runnable next) {
      rider.line().leaveTo(rider.to(), rider.trial());
      next.run();
    }

    private void failed(String reason, Runnable next) {
      if (must || cancelled) {
        leave(next);
      } else {
        cannot("device " + rider.line().key() + ": " + reason);
      }
    }

    @Override
    public void gaveUp(Conversation conversation, String reason) {
      failed(reason, () -> openFrom(legs.indexOf(this) + 1));
    }

    @Override
    public void returned(Conversation conversation) {}

    @Override
    public void stranded() {
      release();
    }

    @Override
    public void cancel(Runnable closed) {
      cancelled = true;
      rider.to().calls().end();
      rider.to().queue().add(new Job(Job.Rank.CLOSE, parts.time().nanos(), closed));
      release();
    }
  }
}
