package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DeviceLink;
import io.margay.mapper.internal.device.CallFailedException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes all devices of a new driver back to the old one, which is asked only about descriptions
 * that have changed meanwhile. One that it refuses now is let go of.
 */
final class WayBack {
  private final EngineMapper mapper;
  private final EngineParts parts;
  private final Seat old;
  private final Examiner examiner;
  private final SwapQueue queue;
  private final Runnable allBack;
  private final Map<DeviceLine, Known> known = new HashMap<>();
  private int underWay;

  /** The wire of a device as the old driver called it, for a description. */
  private record Known(CompiledDevice device, DeviceLink wire) {}

  WayBack(EngineMapper mapper, EngineParts parts, Seat old, SwapQueue queue, Runnable allBack) {
    this.mapper = mapper;
    this.parts = parts;
    this.old = old;
    this.examiner = new Examiner(old.entry(), queue.jobs(), parts);
    this.queue = queue;
    this.allBack = allBack;
  }

  /** A device is about to leave the old driver. */
  void remember(Admission leaving) {
    known.put(leaving.line(), new Known(leaving.device(), leaving.line().station().wire()));
  }

  /** Begins, within a step of the swap. */
  void takeBack(Seat fresh) {
    List<Mover> movers = new ArrayList<>();
    for (DeviceLine line : mapper.adopt(old, fresh)) {
      line.succession().endTrial();
      try {
        DeviceLink wire = wire(line, fresh);
        if (wire != null) {
          movers.add(new Mover(line, old, wire, null));
        }
      } catch (CallFailedException e) {
        if (e.kind() == Kind.GIVEN_UP) {
          return; // it begins again without this device
        }
        mapper.letGo(line, e.reason());
      }
    }
    List<List<Mover>> wires =
        Wires.grouped(movers, mover -> mover.line().station().wire(), Mover::wire);
    underWay = wires.size();
    if (wires.isEmpty()) {
      allBack.run();
    }
    MoveOutcome returning = new Returning(fresh);
    wires.forEach(wire -> Mover.move(wire, mapper, parts, true, returning));
  }

  private @Nullable DeviceLink wire(DeviceLine line, Seat fresh) throws CallFailedException {
    CompiledDevice device = line.compiled();
    Known before = known.get(line);
    if (before != null && before.device().equals(device)) {
      return before.wire();
    }
    Finding finding =
        examiner.examine(
            old,
            device,
            hang ->
                queue.soon(
                    () -> {
                      mapper.letGo(line, hang);
                      takeBack(fresh);
                    }));
    if (finding.wire() == null) {
      mapper.letGo(line, finding.reason());
    }
    return finding.wire();
  }

  private void isBack(Seat fresh) {
    underWay--;
    if (underWay == 0) {
      takeBack(fresh);
    }
  }

  /** Hears of devices that go back, in whichever way. */
  private final class Returning implements MoveOutcome {
    private final Seat fresh;

    private Returning(Seat fresh) {
      this.fresh = fresh;
    }

    @Override
    public void moved(long gapNanos) {
      queue.soon(() -> isBack(fresh));
    }

    @Override
    public void failed(String reason) {
      queue.soon(() -> isBack(fresh));
    }

    @Override
    public void describedAnew() {
      queue.soon(() -> isBack(fresh));
    }
  }
}
