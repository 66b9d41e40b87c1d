package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A property's value at an instant: what the device said, when, and how far to trust it.
 *
 * @param property the name of the property
 * @param value the value in the Java type that {@link PropertyType} names; null when the quality is
 *     BAD
 * @param quality how far to trust the value
 * @param reason why the quality is not GOOD; null when it is
 * @param time when the device held the value, by its own clock if it sends one, else the instant at
 *     which its answer arrived
 * @param sequence grows by one with each sample of this property, so that a subscriber can prove
 *     that it missed none
 */
public record Sample(
    String property,
    @Nullable Object value,
    Quality quality,
    @Nullable String reason,
    Instant time,
    long sequence) {

  public Sample {
    requireNonNull(property, "property");
    requireNonNull(quality, "quality");
    requireNonNull(time, "time");
    if (quality == Quality.BAD) {
      requireNonNull(reason, "a bad sample has a reason");
    } else {
      requireNonNull(value, "a sample that is not bad has a value");
    }
  }
}
