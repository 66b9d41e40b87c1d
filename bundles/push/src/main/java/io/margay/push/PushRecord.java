package io.margay.push;

import static java.util.Objects.requireNonNull;

import io.margay.dmi.NamespacedName;
import io.margay.dmi.PropertyType;
import io.margay.dmi.Sample;

/**
 * One sample on its way to a target.
 *
 * @param settings of the push method that sends it
 * @param type of the value, which has the Java type that this names
 * @param unit empty when the value has none
 */
public record PushRecord(
    PushSettings settings,
    NamespacedName device,
    String property,
    PropertyType type,
    Sample sample,
    String unit) {

  public PushRecord {
    requireNonNull(settings, "settings");
    requireNonNull(device, "device");
    requireNonNull(property, "property");
    requireNonNull(type, "type");
    requireNonNull(sample, "sample");
    requireNonNull(unit, "unit");
  }

  /** A record of a value without a unit. */
  public PushRecord(
      PushSettings settings,
      NamespacedName device,
      String property,
      PropertyType type,
      Sample sample) {
    this(settings, device, property, type, sample, "");
  }
}
