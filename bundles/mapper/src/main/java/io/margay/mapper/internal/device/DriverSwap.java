package io.margay.mapper.internal.device;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.Problem;
import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import io.margay.mapper.internal.swap.DriverEntry;
import io.margay.mapper.internal.swap.Swap;
import io.margay.mapper.internal.swap.SwapRow;
import io.margay.mapper.internal.swap.SwapStep;
import io.margay.mapper.internal.work.Job;
import io.margay.mapper.internal.work.LinkQueue;
import io.margay.mapper.internal.work.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the driver of a mapper, step by step, and turns back when the new one does worse.
 *
 * <p>Whatever happens to it becomes a job of its own queue, so its state is touched by one thread
 * at a time, and a driver that hangs in one of them is released like one that hangs on a link.
 */
final class DriverSwap implements Swap {
  private static final Logger log = LoggerFactory.getLogger(DriverSwap.class);
  private static final long VALIDATION_MILLIS = 3_000;

  private static final Comparator<List<Admission>> BEST_CANARY =
      Comparator.<List<Admission>, Boolean>comparing(
              wire -> !wire.get(0).line().succession().isGood())
          .thenComparing(List::size)
          .thenComparingLong(wire -> wire.get(0).line().succession().cycleNanos());

  private final EngineMapper mapper;
  private final EngineParts parts;
  private final SwapRules rules;
  private final Ending ending;
  private final DriverEntry from;
  private final DriverEntry to;
  private final Seat old;
  private final LinkQueue queue;

  private @Nullable Seat fresh;
  private final Map<NamespacedName, Admission> admitted = new HashMap<>();
  private final Deque<List<Admission>> waiting = new ArrayDeque<>();
  private final List<DeviceLine> moved = new ArrayList<>();
  private int canaryGood;
  private int movesUnderWay;
  private Time.@Nullable Alarm alarm;
  private @Nullable String turnedBack;
  private final ReentrantLock rowLock = new ReentrantLock();
  private SwapRow row;

  /** A device as the new driver sees it. */
  private record Admission(DeviceLine line, CompiledDevice device, DeviceLink wire) {}

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
    this.queue = parts.links().aside("swap " + to.protocol());
    this.row = SwapRow.of(from, to);
  }

  void begin() {
    log.info("protocol {}: swap from {} to {} begins", to.protocol(), from, to);
    soon(this::validate);
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
    rowLock.lock();
    try {
      return row;
    } finally {
      rowLock.unlock();
    }
  }

  @Override
  public void turnBack(String reason) {
    soon(() -> back(reason));
  }

  @Override
  public void abandon(SwapStep end, String reason) {
    update(row -> row.at(end).saying(reason));
    log.warn("protocol {}: swap from {} to {} is over: {}", to.protocol(), from, to, reason);
  }

  // Validation.

  private void validate() {
    List<DeviceLine> lines = mapper.lines();
    update(row -> row.of(lines.size()));
    try {
      Seat seat = watched("describe", () -> new Seat(to));
      fresh = seat;
      for (DeviceLine line : lines) {
        admit(seat, line);
      }
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        back(e.reason());
      }
      return;
    }
    waiting.addAll(wires(admitted.values().stream().toList()));
    Optional<List<Admission>> canary = waiting.stream().min(BEST_CANARY);
    if (canary.isPresent() && canary.get().get(0).line().succession().isGood()) {
      waiting.remove(canary.get());
      waiting.addFirst(canary.get());
      String first = canary.get().get(0).line().key().toString();
      update(row -> row.first(first));
      step(SwapStep.CANARY);
    } else {
      step(SwapStep.MOVING);
    }
    moveNext();
  }

  private void admit(Seat seat, DeviceLine line) throws CallFailedException {
    CompiledDevice device = line.compiled();
    List<Problem> problems = new ArrayList<>();
    Optional<DeviceLink> wire =
        watched(
            "validate",
            () -> {
              problems.addAll(seat.problems(device));
              return Optional.ofNullable(problems.isEmpty() ? seat.wire(device, problems) : null);
            });
    if (wire.isEmpty()) {
      throw new CallFailedException(
          Kind.REFUSED, "device " + line.key() + " is refused: " + problems.get(0));
    }
    admitted.put(line.key(), new Admission(line, device, wire.get()));
  }

  private <T> T watched(String what, DriverCalls.Work<T> work) throws CallFailedException {
    DriverCalls calls =
        new DriverCalls(
            new NamespacedName("", to.protocol()), to.toString(), parts.watchdog(), parts.time());
    return calls.run(this::gaveUp, what, VALIDATION_MILLIS, work);
  }

  private void gaveUp(String reason) {
    Job stuck = queue.running();
    soon(() -> back(reason));
    if (stuck != null) {
      queue.release(stuck);
    }
  }

  /** Devices that must move together: those of an exclusive wire, of either driver. */
  private static List<List<Admission>> wires(List<Admission> devices) {
    return Wires.grouped(
        devices, device -> device.line().station().wire(), device -> device.wire());
  }

  // Moving.

  private void moveNext() {
    if (row().step() != SwapStep.CANARY && row().step() != SwapStep.MOVING) {
      return;
    }
    List<Admission> next = waiting.poll();
    if (next != null) {
      move(next);
    } else if (row().step() == SwapStep.MOVING) {
      lateComers();
    }
  }

  /** Devices that have come, or were described anew, since the new driver looked at them. */
  private void lateComers() {
    Seat seat = fresh;
    if (seat == null) {
      return;
    }
    List<DeviceLine> left = mapper.adopt(seat, old);
    if (left.isEmpty()) {
      probation();
      return;
    }
    admitted.clear();
    try {
      for (DeviceLine line : left) {
        admit(seat, line);
      }
    } catch (CallFailedException e) {
      if (e.kind() != Kind.GIVEN_UP) {
        back(e.reason());
      }
      return;
    }
    update(row -> row.of(moved.size() + left.size()));
    waiting.addAll(wires(admitted.values().stream().toList()));
    moveNext();
  }

  private void move(List<Admission> wire) {
    Seat seat = fresh;
    if (seat == null) {
      return;
    }
    movesUnderWay++;
    List<Mover> movers = new ArrayList<>();
    for (Admission device : wire) {
      Trial trial = device.line().succession().trial(rules.mostBad(), new Observer(device.line()));
      movers.add(new Mover(device.line(), seat, device.wire(), trial));
    }
    Mover.move(
        movers,
        mapper,
        parts,
        false,
        new MoveOutcome() {
          @Override
          public void moved(long gapNanos) {
            soon(() -> hasMoved(wire, gapNanos));
          }

          @Override
          public void failed(String reason) {
            soon(
                () -> {
                  movesUnderWay--;
                  back("device " + wire.get(0).line().key() + " cannot move: " + reason);
                });
          }

          @Override
          public void describedAnew() {
            soon(
                () -> {
                  movesUnderWay--;
                  step(row().step() == SwapStep.CANARY ? SwapStep.MOVING : row().step());
                  goOn();
                });
          }
        });
  }

  private void hasMoved(List<Admission> wire, long gapNanos) {
    movesUnderWay--;
    wire.forEach(device -> moved.add(device.line()));
    update(row -> row.moved(moved.size(), TimeUnit.NANOSECONDS.toMillis(gapNanos)));
    goOn();
  }

  private void goOn() {
    if (turnedBack != null) {
      goBack();
    } else if (row().step() == SwapStep.CANARY) {
      alarm = parts.time().after(rules.probation().toNanos(), () -> soon(this::canaryIsGood));
    } else {
      moveNext();
    }
  }

  private void good(DeviceLine line) {
    if (row().step() == SwapStep.CANARY && row().canary().equals(line.key().toString())) {
      canaryGood++;
      if (canaryGood >= rules.canaryTicks()) {
        canaryIsGood();
      }
    }
  }

  private void canaryIsGood() {
    if (row().step() == SwapStep.CANARY) {
      cancelAlarm();
      step(SwapStep.MOVING);
      moveNext();
    }
  }

  private void probation() {
    step(SwapStep.PROBATION);
    alarm =
        parts.time().after(rules.probation().toNanos(), () -> soon(() -> end(SwapStep.DONE, "")));
  }

  // The way back, and the end.

  private void back(String reason) {
    if (turnedBack != null || row().step().isEnd()) {
      return;
    }
    turnedBack = reason;
    cancelAlarm();
    update(row -> row.saying(reason));
    step(SwapStep.ROLLING_BACK);
    log.warn("protocol {}: {} is worse than {}: {}", to.protocol(), to, from, reason);
    if (movesUnderWay == 0) {
      goBack();
    }
  }

  private void goBack() {
    Seat seat = fresh;
    List<DeviceLine> lines = seat == null ? List.of() : mapper.adopt(old, seat);
    List<Mover> movers = new ArrayList<>();
    for (DeviceLine line : lines) {
      line.succession().endTrial();
      DeviceLink wire = mapper.wireOf(line, old);
      if (wire != null) {
        movers.add(new Mover(line, old, wire, null));
      }
    }
    List<List<Mover>> wires =
        Wires.grouped(movers, mover -> mover.line().station().wire(), Mover::wire);
    movesUnderWay = wires.size();
    if (wires.isEmpty()) {
      end(SwapStep.ROLLED_BACK, String.valueOf(turnedBack));
    }
    wires.forEach(wire -> Mover.move(wire, mapper, parts, true, new Returning()));
  }

  private void isBack() {
    movesUnderWay--;
    if (movesUnderWay == 0) {
      goBack();
    }
  }

  private void end(SwapStep step, String reason) {
    if (row().step().isEnd() || (step == SwapStep.DONE && turnedBack != null)) {
      return;
    }
    moved.forEach(line -> line.succession().endTrial());
    update(row -> row.at(step).saying(reason));
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

  private void update(UnaryOperator<SwapRow> change) {
    rowLock.lock();
    try {
      row = row.step().isEnd() ? row : change.apply(row);
    } finally {
      rowLock.unlock();
    }
  }

  private void step(SwapStep next) {
    update(row -> row.at(next));
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void soon(Runnable work) {
    queue.add(
        new Job(
            Job.Rank.POLL,
            parts.time().nanos(),
            () -> {
              if (!row().step().isEnd()) {
                work.run();
              }
            }));
  }

  /** Hears of the reads of one device. */
  private final class Observer implements Trial.Judge {
    private final DeviceLine line;

    private Observer(DeviceLine line) {
      this.line = line;
    }

    @Override
    public void good() {
      if (row().step() == SwapStep.CANARY) {
        soon(() -> DriverSwap.this.good(line));
      }
    }

    @Override
    public void bad() {
      update(SwapRow::oneMoreBad);
    }

    @Override
    public void failed(String reason) {
      soon(() -> back("device " + line.key() + ": " + reason));
    }
  }

  /** Hears of devices that go back. */
  private final class Returning implements MoveOutcome {
    @Override
    public void moved(long gapNanos) {
      soon(DriverSwap.this::isBack);
    }

    @Override
    public void failed(String reason) {
      soon(DriverSwap.this::isBack);
    }

    @Override
    public void describedAnew() {
      soon(DriverSwap.this::isBack);
    }
  }
}
