package io.margay.mapper.internal.device;

import io.margay.dmi.driver.DeviceLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device that is to move to another driver.
 *
 * @param wire what the other driver calls its wire
 * @param trial compares the new driver with the old one; null when it is not compared
 */
record Mover(DeviceLine line, Seat to, DeviceLink wire, @Nullable Trial trial) {

  /** Moves the devices of a wire in the way that the wire allows. */
  static void move(
      List<Mover> wire, EngineMapper mapper, EngineParts parts, boolean must, MoveOutcome outcome) {
    if (wire.size() == 1 && !wire.get(0).isExclusive()) {
      Mover one = wire.get(0);
      new SeamlessMove(
              one.line.succession(),
              mapper.memory(one.line),
              parts,
              one.station(parts),
              must,
              one.trial,
              outcome)
          .begin();
      return;
    }
    List<ExclusiveMove.Rider> riders =
        wire.stream()
            .map(
                mover ->
                    new ExclusiveMove.Rider(
                        mover.line.succession(),
                        mapper.memory(mover.line),
                        mover.line.station(),
                        mover.station(parts),
                        mover.trial))
            .toList();
    new ExclusiveMove(riders, parts, must, outcome).begin();
  }

  private boolean isExclusive() {
    return wire.exclusive() || line.station().wire().exclusive();
  }

  private Station station(EngineParts parts) {
    return Station.of(line.key(), to, wire, parts);
  }
}
