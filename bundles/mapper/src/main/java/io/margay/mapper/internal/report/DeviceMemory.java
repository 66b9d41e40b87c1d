package io.margay.mapper.internal.report;

import io.margay.dmi.TwinProperty;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the engine knows of a device for longer than any driver serves it. */
public final class DeviceMemory {
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final Map<String, TwinProperty> fulfilled = new ConcurrentHashMap<>();

  /** The sequence number of a property. */
  public Counter counter(String property) {
    return counters.computeIfAbsent(property, p -> new Counter());
  }

  /** The readings of a property, which hold what they held as far as the length allows. */
  public History history(String property, int length) {
    return histories.compute(
        property,
        (name, known) ->
            known == null || known.length() != length ? new History(name, length, known) : known);
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
}
