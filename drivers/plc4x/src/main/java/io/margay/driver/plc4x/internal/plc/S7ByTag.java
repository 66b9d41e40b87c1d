package io.margay.driver.plc4x.internal.plc;

import org.apache.plc4x.java.s7light.readwrite.S7LightDriver;
import org.apache.plc4x.java.s7light.readwrite.optimizer.S7Optimizer;
import org.apache.plc4x.java.spi.optimizer.BaseOptimizer;

/**
 * PLC4X's S7 without high availability, asking for tags rather than for blocks of memory: where a
 * block cannot be read, PLC4X 0.13.1 fails over all tags of a request.
 */
final class S7ByTag extends S7LightDriver {
  @Override
  protected BaseOptimizer getOptimizer() {
    return new S7Optimizer();
  }
}
