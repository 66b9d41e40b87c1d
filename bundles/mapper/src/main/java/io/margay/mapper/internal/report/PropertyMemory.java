package io.margay.mapper.internal.report;

import io.margay.dmi.Quality;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one property for longer than a driver serves it: the number of its last sample,
 * and its last readings. Guarded by the lock of the {@link DeviceOutlet} that uses it.
 */
public final class PropertyMemory {
  private long last;
  private History history;

  PropertyMemory(String property, int historyLength) {
    history = new History(property, historyLength, null);
  }

  /** The number of the last sample; 0 when there was none. */
  public long last() {
    return last;
  }

  /** The number of the next sample. */
  public long next() {
    return ++last;
  }

  /**
   * Adds a reading, reported or not.
   *
   * @param nowNanos when it came, on the engine's clock
   */
  public void add(
      @Nullable Object value,
      Quality quality,
      @Nullable String reason,
      Instant time,
      long nowNanos) {
    history.add(value, quality, reason, time, last, nowNanos);
  }

  /** The last readings. */
  History history() {
    return history;
  }

  /** So many readings are remembered from now on; those that are there stay as far as they fit. */
  void remember(int readings) {
    if (history.length() != readings) {
      history = new History(history.property(), readings, history);
    }
  }
}
