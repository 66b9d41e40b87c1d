package io.margay.dmi.driver;

import java.util.Map;

/**
 * What a session knows that its successor should not have to find out again. It outlives the driver
 * that made it, so it holds nothing of the driver's classes.
 *
 * @param schema grows when the meaning of the values changes; a driver that does not know the
 *     schema of a state starts without it
 * @param values {@link String}, {@link Number} and {@link Boolean} of the JDK, {@code byte[]}, and
 *     lists and maps of these
 */
public record DriverState(int schema, Map<String, Object> values) {

  /** Nothing is handed over. */
  public static final DriverState NONE = new DriverState(0, Map.of());

  public DriverState {
    values = Map.copyOf(values);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return values.isEmpty();
  }
}
