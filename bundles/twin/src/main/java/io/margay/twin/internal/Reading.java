package io.margay.twin.internal;

import io.margay.dmi.PropertyType;
import io.margay.dmi.Quality;
import io.margay.dmi.Sample;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The reported side of a property: its last value, and how far it can still be trusted. A bad
 * sample keeps the value before it.
 *
 * @param value null when none was ever reported
 */
public record Reading(
    @Nullable Object value,
    @Nullable PropertyType type,
    Quality quality,
    @Nullable String reason,
    Instant time,
    long sequence) {

  static Reading of(Sample sample, @Nullable PropertyType type, @Nullable Reading before) {
    Object value =
        sample.quality() == Quality.BAD ? (before == null ? null : before.value()) : sample.value();
    return new Reading(
        value, type, sample.quality(), sample.reason(), sample.time(), sample.sequence());
  }

  static Reading ofText(String text, Instant time) {
    return new Reading(text, null, Quality.GOOD, null, time, 0);
  }

  /** The same reading when nobody has looked since. */
  Reading doubted(String why) {
    return new Reading(value, type, Quality.UNCERTAIN, why, time, sequence);
  }

  /** Whether value and quality are those of another reading, whatever its time. */
  boolean saysAs(Reading other) {
    return quality == other.quality
        && Objects.equals(reason, other.reason)
        && Objects.deepEquals(value, other.value);
  }

  /** The value as the wire has it; empty when there is none. */
  public String text() {
    return value == null ? "" : ValueText.of(value, type);
  }
}
