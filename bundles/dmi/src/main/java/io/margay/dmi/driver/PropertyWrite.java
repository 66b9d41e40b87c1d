package io.margay.dmi.driver;

import static java.util.Objects.requireNonNull;

/**
 * A value to be written.
 *
 * @param value what the device is to be given, scaling undone, in the Java type that {@link
 *     io.margay.dmi.PropertyType} names
 */
public record PropertyWrite(PropertySpec property, Object value) {

  public PropertyWrite {
    requireNonNull(property, "property");
    requireNonNull(value, "value");
  }
}
