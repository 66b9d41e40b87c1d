package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import io.margay.mapper.internal.work.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private final Deque<List<Admission>> waiting = new ArrayDeque<>();
  private final List<DeviceLine> moved = new ArrayList<>();
  private int canaryGood;
  private int movesUnderWay;
  private Time.@Nullable Alarm alarm;
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

  // Validation.

  private void validate() {
    List<DeviceLine> lines = mapper.lines();
    progress.update(row -> row.of(lines.size()));
    try {
      Seat seat = examiner.meet(to, this::turnBack);
      fresh = seat;
      waiting.addAll(Admission.wires(admitted(seat, lines)));
    } catch (CallFailedException e) {
      cannot(e);
      return;
    }
    progress.step(SwapStep.MOVING);
    Admission.canary(List.copyOf(waiting)).ifPresent(this::observeFirst);
    moveNext();
  }

  private void observeFirst(List<Admission> canary) {
    waiting.remove(canary);
    waiting.addFirst(canary);
    String first = Admission.first(canary).line().key().toString();
    progress.update(row -> row.first(first).at(SwapStep.CANARY));
  }

  private List<Admission> admitted(Seat seat, List<DeviceLine> lines) throws CallFailedException {
    List<Admission> admitted = new ArrayList<>();
    for (DeviceLine line : lines) {
      Finding finding = examiner.examine(seat, line.compiled(), this::turnBack);
      if (finding.wire() == null) {
        throw new CallFailedException(
            Kind.REFUSED, "device " + line.key() + " is refused: " + finding.problems().get(0));
      }
      admitted.add(new Admission(line, finding.device(), finding.wire()));
    }
    return admitted;
  }

  /** The new driver does not get as far as that; one that hangs has turned the swap back. */
  private void cannot(CallFailedException failure) {
    if (failure.kind() != Kind.GIVEN_UP) {
      back(failure.reason());
    }
  }

  // Moving.

  private void moveNext() {
    if (progress.step() != SwapStep.CANARY && progress.step() != SwapStep.MOVING) {
      return;
    }
    List<Admission> next = waiting.poll();
    Seat seat = fresh;
    if (seat == null) {
      return;
    }
    if (next != null) {
      move(next, seat);
    } else if (progress.step() == SwapStep.MOVING && movesUnderWay == 0) {
      moveLateComers(seat);
    }
  }

  /** Devices that have come, or were described anew, since the new driver looked at them. */
  private void moveLateComers(Seat seat) {
    List<DeviceLine> left = mapper.adopt(seat, old);
    if (left.isEmpty()) {
      probation();
      return;
    }
    try {
      List<Admission> admitted = admitted(seat, left);
      progress.update(row -> row.of(moved.size() + left.size()));
      waiting.addAll(Admission.wires(admitted));
      moveNext();
    } catch (CallFailedException e) {
      cannot(e);
    }
  }

  private void move(List<Admission> wire, Seat seat) {
    movesUnderWay++;
    List<Mover> movers = new ArrayList<>();
    for (Admission device : wire) {
      wayBack.remember(device);
      Trial trial = device.line().succession().trial(rules.mostBad(), new Observer(device.line()));
      movers.add(new Mover(device.line(), seat, device.wire(), trial));
    }
    Mover.move(movers, mapper, parts, false, new Moving(wire));
  }

  private void goOn() {
    if (turnedBack != null) {
      takeBack();
    } else if (progress.step() == SwapStep.CANARY) {
      alarm = afterProbation(this::canaryIsGood);
    } else {
      moveNext();
    }
  }

  private void good(DeviceLine line) {
    if (progress.observes(line)) {
      canaryGood++;
      if (canaryGood >= rules.canaryTicks()) {
        canaryIsGood();
      }
    }
  }

  private void canaryIsGood() {
    if (progress.step() == SwapStep.CANARY) {
      cancelAlarm();
      progress.step(SwapStep.MOVING);
      moveNext();
    }
  }

  private void probation() {
    progress.step(SwapStep.PROBATION);
    alarm = afterProbation(() -> end(SwapStep.DONE, mapper.doubt().orElse("")));
  }

  private Time.Alarm afterProbation(Runnable step) {
    return parts.time().after(rules.probation().toNanos(), () -> queue.soon(step));
  }

  // The way back, and the end.

  private void back(String reason) {
    if (turnedBack != null) {
      return;
    }
    turnedBack = reason;
    cancelAlarm();
    progress.update(row -> row.saying(reason).at(SwapStep.ROLLING_BACK));
    log.warn("protocol {}: {} is worse than {}: {}", to.protocol(), to, from, reason);
    takeBack();
  }

  /** Once no move is under way any more. */
  private void takeBack() {
    Seat seat = fresh;
    if (seat == null) {
      end(SwapStep.ROLLED_BACK, String.valueOf(turnedBack));
    } else if (movesUnderWay == 0) {
      wayBack.takeBack(seat);
    }
  }

  private void end(SwapStep step, String reason) {
    if (step == SwapStep.DONE && turnedBack != null) {
      return;
    }
    if (progress.end(step, reason)) {
      moved.forEach(line -> line.succession().endTrial());
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

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  /** Hears of the move of the devices of a wire. */
  private final class Moving implements MoveOutcome {
    private final List<Admission> wire;

    private Moving(List<Admission> wire) {
      this.wire = wire;
    }

    @Override
    public void moved(long gapNanos) {
      queue.soon(
          () -> {
            movesUnderWay--;
            wire.forEach(device -> moved.add(device.line()));
            long gapMillis = TimeUnit.NANOSECONDS.toMillis(gapNanos);
            progress.update(row -> row.moved(moved.size(), gapMillis));
            goOn();
          });
    }

    @Override
    public void failed(String reason) {
      queue.soon(
          () -> {
            movesUnderWay--;
            if (turnedBack == null) {
              back("device " + Admission.first(wire).line().key() + " cannot move: " + reason);
            } else {
              takeBack();
            }
          });
    }

    @Override
    public void describedAnew() {
      queue.soon(
          () -> {
            movesUnderWay--;
            if (progress.step() == SwapStep.CANARY) {
              progress.step(SwapStep.MOVING);
            }
            goOn();
          });
    }
  }

  /** Hears of the reads of one device. */
  private final class Observer implements Trial.Judge {
    private final DeviceLine line;

    private Observer(DeviceLine line) {
      this.line = line;
    }

    @Override
    public void good() {
      if (progress.step() == SwapStep.CANARY) {
        queue.soon(() -> DriverSwap.this.good(line));
      }
    }

    @Override
    public void bad() {
      progress.update(SwapRow::oneMoreBad);
    }

    @Override
    public void failed(String reason) {
      turnBack("device " + line.key() + ": " + reason);
    }
  }
}
