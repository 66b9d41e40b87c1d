package io.margay.mapper.internal.device;

import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import io.margay.mapper.internal.work.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the devices of a mapper to a new driver: it looks at all descriptions, then one device
 * moves and is observed, then the others follow, wire by wire. Used within steps of the swap.
 */
final class Rollout {
  /** What becomes of it; told within steps of the swap, but for {@link #failed}. */
  interface Course {
    /** A device is about to leave the old driver. */
    void leaves(Admission device);

    /** The new driver is not up to it. */
    void worse(String reason);

    /** The same, told on any thread. */
    void failed(String reason);

    /** Whether the devices are to go back. */
    boolean isTurnedBack();

    /** They are to go back, and a move that was under way is over. */
    void halted();

    /** All devices have moved. */
    void completed();
  }

  private final EngineMapper mapper;
  private final EngineParts parts;
  private final SwapRules rules;
  private final Seat old;
  private final Seat fresh;
  private final SwapProgress progress;
  private final SwapQueue queue;
  private final Examiner examiner;
  private final Course course;

  private final Deque<List<Admission>> waiting = new ArrayDeque<>();
  private final List<DeviceLine> moved = new ArrayList<>();
  private int canaryGood;
  private int movesUnderWay;
  private Time.@Nullable Alarm observed;

  Rollout(
      EngineMapper mapper,
      EngineParts parts,
      SwapRules rules,
      Seat old,
      Seat fresh,
      SwapProgress progress,
      SwapQueue queue,
      Examiner examiner,
      Course course) {
    this.mapper = mapper;
    this.parts = parts;
    this.rules = rules;
    this.old = old;
    this.fresh = fresh;
    this.progress = progress;
    this.queue = queue;
    this.examiner = examiner;
    this.course = course;
  }

  /** Begins with a look at the descriptions. */
  void begin() {
    List<DeviceLine> lines = mapper.lines();
    progress.update(row -> row.of(lines.size()));
    try {
      waiting.addAll(Admission.wires(admitted(lines)));
    } catch (CallFailedException e) {
      cannot(e);
      return;
    }
    progress.step(SwapStep.MOVING);
    Admission.canary(List.copyOf(waiting)).ifPresent(this::observeFirst);
    moveNext();
  }

  /** Whether a move has not come to its end yet. */
  boolean isMoving() {
    return movesUnderWay > 0;
  }

  /** Observes the first device no longer. */
  void halt() {
    if (observed != null) {
      observed.cancel();
      observed = null;
    }
  }

  /** Compares no longer what devices read with what they read before. */
  void endTrials() {
    moved.forEach(line -> line.succession().endTrial());
  }

  private void observeFirst(List<Admission> canary) {
    waiting.remove(canary);
    waiting.addFirst(canary);
    String first = Admission.first(canary).line().key().toString();
    progress.update(row -> row.first(first).at(SwapStep.CANARY));
  }

  private List<Admission> admitted(List<DeviceLine> lines) throws CallFailedException {
    List<Admission> admitted = new ArrayList<>();
    for (DeviceLine line : lines) {
      Finding finding = examiner.examine(fresh, line.compiled(), course::failed);
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
      course.worse(failure.reason());
    }
  }

  private void moveNext() {
    if (progress.step() != SwapStep.CANARY && progress.step() != SwapStep.MOVING) {
      return;
    }
    List<Admission> next = waiting.poll();
    if (next != null) {
      move(next);
    } else if (progress.step() == SwapStep.MOVING && movesUnderWay == 0) {
      moveLateComers();
    }
  }

  /** Devices that have come, or were described anew, since the new driver looked at them. */
  private void moveLateComers() {
    List<DeviceLine> left = mapper.adopt(fresh, old);
    if (left.isEmpty()) {
      course.completed();
      return;
    }
    try {
      List<Admission> admitted = admitted(left);
      progress.update(row -> row.of(moved.size() + left.size()));
      waiting.addAll(Admission.wires(admitted));
      moveNext();
    } catch (CallFailedException e) {
      cannot(e);
    }
  }

  private void move(List<Admission> wire) {
    movesUnderWay++;
    List<Mover> movers = new ArrayList<>();
    for (Admission device : wire) {
      course.leaves(device);
      Trial trial = device.line().succession().trial(rules.mostBad(), new Observer(device.line()));
      movers.add(new Mover(device.line(), fresh, device.wire(), trial));
    }
    Mover.move(movers, mapper, parts, false, new Moving(wire));
  }

  private void goOn() {
    if (course.isTurnedBack()) {
      course.halted();
    } else if (progress.step() == SwapStep.CANARY) {
      observed =
          parts.time().after(rules.probation().toNanos(), () -> queue.soon(this::canaryIsGood));
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
      halt();
      progress.step(SwapStep.MOVING);
      moveNext();
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
            if (course.isTurnedBack()) {
              course.halted();
            } else {
              course.worse(
                  "device " + Admission.first(wire).line().key() + " cannot move: " + reason);
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
        queue.soon(() -> Rollout.this.good(line));
      }
    }

    @Override
    public void bad() {
      progress.update(SwapRow::oneMoreBad);
    }

    @Override
    public void failed(String reason) {
      course.failed("device " + line.key() + ": " + reason);
    }
  }
}
