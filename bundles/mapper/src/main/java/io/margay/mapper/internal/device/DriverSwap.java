package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import io.margay.mapper.internal.work.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the driver of a mapper, step by step, and turns back when the new one does worse.
 *
 * <p>Whatever happens to it becomes a step of its own {@linkplain SwapQueue queue}, so its state is
 * touched by one thread at a time, and a driver that hangs in one of them is released like one that
 * hangs on a link.
 */
final class DriverSwap implements Swap {
  private static final Logger log = LoggerFactory.getLogger(DriverSwap.class);

  /** Devices that answer slowly, one after another on one wire, may take minutes to move. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(5);

  private final EngineMapper mapper;
  private final EngineParts parts;
  private final SwapRules rules;
  private final Ending ending;
  private final DriverEntry from;
  private final DriverEntry to;
  private final Seat old;
  private final SwapProgress progress;
  private final SwapQueue queue;
  private final Examiner examiner;
  private final WayBack wayBack;
  private final Standstill standstill;

  private @Nullable Seat fresh;
  private @Nullable Rollout rollout;
  private Time.@Nullable Alarm standBy;
  private volatile @Nullable String turnedBack;

  DriverSwap(
      EngineMapper mapper,
      EngineParts parts,
      SwapRules rules,
      Seat old,
      DriverEntry to,
      Ending ending) {
    this.mapper = mapper;
    this.parts = parts;
    this.rules = rules;
    this.ending = ending;
    this.old = old;
    this.from = old.entry();
    this.to = to;
    this.progress = new SwapProgress(from, to);
    this.queue =
        new SwapQueue(
            parts.links().aside("swap " + to.protocol()), progress, parts.time(), this::broken);
    this.examiner = new Examiner(to, queue.jobs(), parts);
    this.wayBack =
        new WayBack(
            mapper, parts, old, queue, () -> end(SwapStep.ROLLED_BACK, String.valueOf(turnedBack)));
    this.standstill =
        new Standstill(
            progress,
            parts.time(),
            rules.probation().plus(LONGEST_STEP).toNanos(),
            this::turnBackFromStandstill,
            () -> parts.links().aside(this::force));
  }

  void begin() {
    log.info("protocol {}: swap from {} to {} begins", to.protocol(), from, to);
    standstill.watch();
    queue.soon(this::validate);
  }

  @Override
  public DriverEntry from() {
    return from;
  }

  @Override
  public DriverEntry to() {
    return to;
  }

  @Override
  public SwapRow row() {
    return progress.row();
  }

  @Override
  public void turnBack(String reason) {
    queue.soon(() -> back(reason));
  }

  @Override
  public void abandon(SwapStep end, String reason) {
    progress.end(end, reason);
    standstill.end();
    log.warn("protocol {}: swap from {} to {} is over: {}", to.protocol(), from, to, reason);
  }

  /** A step that the engine failed in is not done again; the devices are with either driver. */
  private void broken(Throwable failure) {
    log.error("protocol {}: a step of the swap to {} failed", to.protocol(), to, failure);
    turnBack("the engine failed: " + failure);
  }

  /** A question that is under way is interrupted, so that the queue goes on. */
  private void turnBackFromStandstill() {
    turnBack("it has not got on for a long time, at the step " + progress.step());
    examiner.end();
  }

  /** What does not even turn back is let go of, and the old driver begins anew. */
  private void force() {
    String reason = turnedBack == null ? "it does not turn back" : turnedBack;
    if (progress.end(SwapStep.ROLLED_BACK, reason)) {
      mapper.beginAnew(old);
      tellEnd(SwapStep.ROLLED_BACK, reason);
    }
  }

  private void validate() {
    try {
      Seat seat = examiner.meet(to, this::turnBack);
      Rollout begun =
          new Rollout(
              mapper, parts, rules, old, seat, progress, queue, examiner, new RolloutCourse());
      fresh = seat;
      rollout = begun;
      begun.begin();
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) { // one that hangs has turned the swap back
        back(e.reason());
      }
    }
  }

  private void probation() {
    progress.step(SwapStep.PROBATION);
    standBy =
        parts
            .time()
            .after(
                rules.probation().toNanos(),
                () -> queue.soon(() -> end(SwapStep.DONE, mapper.doubt().orElse(""))));
  }

  private void back(String reason) {
    if (turnedBack != null) {
      return;
    }
    turnedBack = reason;
    progress.update(row -> row.saying(reason).at(SwapStep.ROLLING_BACK));
    log.warn("protocol {}: {} gives way to {} again: {}", to.protocol(), to, from, reason);
    if (standBy != null) {
      standBy.cancel();
    }
    if (rollout != null) {
      rollout.halt();
    }
    takeBack();
  }

  /** Once no move is under way any more. */
  private void takeBack() {
    Seat seat = fresh;
    Rollout begun = rollout;
    if (seat == null || begun == null) {
      end(SwapStep.ROLLED_BACK, String.valueOf(turnedBack));
    } else if (!begun.isMoving()) {
      wayBack.takeBack(seat);
    }
  }

  private void end(SwapStep step, String reason) {
    if (step == SwapStep.DONE && turnedBack != null) {
      return;
    }
    if (progress.end(step, reason)) {
      if (rollout != null) {
        rollout.endTrials();
      }
      tellEnd(step, reason);
    }
  }

  private void tellEnd(SwapStep step, String reason) {
    standstill.end();
    boolean rolledBack = step == SwapStep.ROLLED_BACK;
    log.info(
        "protocol {}: swap from {} to {} is over: {} serves{}",
        to.protocol(),
        from,
        to,
        rolledBack ? from : to,
        reason.isEmpty() ? "" : "; " + reason);
    ending.ended(rolledBack, reason);
  }

  /** What becomes of the move to the new driver. */
  private final class RolloutCourse implements Rollout.Course {
    @Override
    public void leaves(Admission device) {
      wayBack.remember(device);
    }

    @Override
    public void worse(String reason) {
      back(reason);
    }

    @Override
    public void failed(String reason) {
      turnBack(reason);
    }

    @Override
    public boolean isTurnedBack() {
      return turnedBack != null;
    }

    @Override
    public void halted() {
      takeBack();
    }

    @Override
    public void completed() {
      probation();
    }
  }
}
