package io.margay.mapper.internal.report;

import io.margay.dmi.TwinProperty;
import io.margay.dmi.driver.DriverState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the engine knows of a device for longer than any driver serves it. */
public final class DeviceMemory {
  private static final int FEWEST_READINGS = 1;

  private final Map<String, PropertyMemory> properties = new ConcurrentHashMap<>();
  private final Map<String, TwinProperty> fulfilled = new ConcurrentHashMap<>(1);
  private volatile DriverState driverState = DriverState.NONE;

  /** What is known of a property. */
  public PropertyMemory property(String name) {
    return properties.computeIfAbsent(name, fresh -> new PropertyMemory(fresh, FEWEST_READINGS));
  }

  /** The wish that the device took last; null when it took none. */
  public @Nullable TwinProperty fulfilled(String property) {
    return fulfilled.get(property);
  }

  /** Remembers that the device took a wish, or that there is none any more. */
  public void fulfilled(String property, @Nullable TwinProperty desired) {
    if (desired == null) {
      fulfilled.remove(property);
    } else {
      fulfilled.put(property, desired);
    }
  }

  /** What a session handed over last, for the next one. */
  public DriverState driverState() {
    return driverState;
  }

  /** Keeps what a session handed over. */
  public void driverState(DriverState handedOver) {
    driverState = handedOver;
  }
}
