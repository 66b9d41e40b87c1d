package io.margay.dmi.driver.tck;

import io.margay.dmi.driver.DeviceSpec;
import java.util.Map;
import java.util.Set;

/** A device that works, from its start until it is closed. */
public interface Counterparty extends AutoCloseable {

  /** Its description, with a property or more. */
  DeviceSpec device();

  /** Names of properties of it that give no value, while the others do. */
  default Set<String> failing() {
    return Set.of();
  }

  /** Values that its properties take and then give back, by name. */
  default Map<String, Object> writable() {
    return Map.of();
  }

  @Override
  default void close() throws Exception {}
}
