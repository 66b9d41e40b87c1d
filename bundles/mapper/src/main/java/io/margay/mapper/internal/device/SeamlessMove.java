package io.margay.mapper.internal.device;

import io.margay.dmi.driver.ReadPlan;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.report.DeviceMemory;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a device to another driver without a gap: the new one opens and plans while the old one
 * still polls; then, between two jobs of the old one, they change places.
 *
 * <p>A device that has no conversation to hand over is left to the new driver as it is. So is, when
 * the move is a must, one that the new driver cannot open.
 */
final class SeamlessMove implements Conversation.Owner, MoveUnderWay {
  private static final Logger log = LoggerFactory.getLogger(SeamlessMove.class);
  private static final Conversation.Owner NOBODY =
      new Conversation.Owner() {
        @Override
        public void gaveUp(Conversation conversation, String reason) {
          log.warn("{}; its thread is given up, the device is with another driver", reason);
        }

        @Override
        public void returned(Conversation conversation) {}
      };

  private final Succession line;
  private final DeviceMemory memory;
  private final EngineParts parts;
  private final Station to;
  private final boolean must;
  private final @Nullable Trial trial;
  private final MoveOutcome outcome;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param must whether the device is to move even if the new driver cannot open it; its state is
   *     then not asked for, because it is worth nothing
   * @param trial compares the new driver with the old one; null when it is not compared
   */
  SeamlessMove(
      Succession line,
      DeviceMemory memory,
      EngineParts parts,
      Station to,
      boolean must,
      @Nullable Trial trial,
      MoveOutcome outcome) {
    this.line = line;
    this.memory = memory;
    this.parts = parts;
    this.to = to;
    this.must = must;
    this.trial = trial;
    this.outcome = outcome;
  }

  void begin() {
    line.moving(this);
    if (line.turn() == null) {
      leave();
    } else if (must) {
      queue(to.queue(), this::open);
    } else {
      queue(line.station().queue(), this::handOver);
    }
  }

  @Override
  public void stranded() {
    leave();
  }

  @Override
  public void cancel(Runnable closed) {
    boolean late = over.getAndSet(true);
    to.calls().end();
    if (late) {
      closed.run();
    } else {
      to.left(parts);
      to.queue().add(new Job(Job.Rank.CLOSE, parts.time().nanos(), closed));
      outcome.describedAnew();
    }
  }

  private void handOver() {
    Turn turn = line.turn();
    if (turn == null) {
      leave();
      return;
    }
    try {
      memory.driverState(HandOver.of(turn));
    } catch (CallFailedException e) {
      log.warn("device {} moves without its state: {}", line.key(), e.reason());
      if (e.kind() == Kind.LATE || e.kind() == Kind.GIVEN_UP) {
        line.failed(e, turn);
        leave();
        return;
      }
    }
    queue(to.queue(), this::open);
  }

  private void open() {
    if (over.get()) {
      return;
    }
    Conversation fresh = new Conversation(to, this);
    Opening opening = line.opening(fresh);
    try {
      Map<PollGroup, ReadPlan> plans = opening.run(line.groups());
      if (over.get()) {
        fresh.close();
      } else {
        Station before = line.station();
        before
            .queue()
            .add(
                new Job(
                    Job.Rank.CLOSE,
                    parts.time().nanos(),
                    () -> changePlaces(before, opening, plans)));
      }
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        cannot(e.reason());
      }
    }
  }

  private void changePlaces(Station before, Opening opening, Map<PollGroup, ReadPlan> plans) {
    Turn turn = line.turn();
    boolean stayed = line.station().equals(before);
    if (over.getAndSet(true)) {
      closeElsewhere(opening.conversation());
    } else if (stayed && line.goOnWith(opening, plans, trial)) {
      if (turn != null) {
        turn.conversation().belongsTo(NOBODY);
        turn.conversation().close();
      }
      outcome.moved(0);
    } else {
      line.moving(null);
      closeElsewhere(opening.conversation());
      to.left(parts);
      outcome.describedAnew();
    }
  }

  private void closeElsewhere(Conversation fresh) {
    to.queue().add(new Job(Job.Rank.CLOSE, parts.time().nanos(), fresh::close));
  }

  @Override
  public void gaveUp(Conversation conversation, String reason) {
    cannot(reason);
  }

  @Override
  public void returned(Conversation conversation) {}

  private void cannot(String reason) {
    if (must) {
      leave();
    } else if (!over.getAndSet(true)) {
      line.moving(null);
      to.left(parts);
      outcome.failed(reason);
    }
  }

  private void leave() {
    if (!over.getAndSet(true)) {
      line.leaveTo(to, trial);
      outcome.moved(0);
    }
  }

  private void runOrFail(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      log.error("the move of device {} to another driver failed", line.key(), e);
      cannot("the engine failed: " + e);
    }
  }

  private void queue(LinkQueue queue, Runnable work) {
    queue.add(new Job(Job.Rank.DEMAND, parts.time().nanos(), () -> runOrFail(work)));
  }
}
