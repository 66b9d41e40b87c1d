package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.ReadPlan;
import java.util.List;

/**
 * Properties compiled into requests.
 *
 * @param lessons what was known of holes then, see {@link Holes#lessons}
 */
record ModbusReadPlan(List<Block> blocks, int lessons) implements ReadPlan {

  ModbusReadPlan {
    blocks = List.copyOf(blocks);
  }

  /** All that is to be read. */
  List<Point> points() {
    return blocks.stream().flatMap(block -> block.points().stream()).toList();
  }

  @Override
  public int requests() {
    return blocks.size();
  }
}
