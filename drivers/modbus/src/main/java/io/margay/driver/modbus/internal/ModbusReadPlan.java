package io.margay.driver.modbus.internal;

import io.margay.dmi.driver.ReadPlan;
import java.util.List;

/** Properties compiled into requests. */
record ModbusReadPlan(List<Block> blocks) implements ReadPlan {

  ModbusReadPlan {
    blocks = List.copyOf(blocks);
  }

  @Override
  public int requests() {
    return blocks.size();
  }
}
