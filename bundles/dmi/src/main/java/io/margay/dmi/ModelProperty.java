package io.margay.dmi;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What all devices of a model have in common about one property ({@code
 * DeviceModel.spec.properties[]}).
 *
 * @param minimum the least value that makes sense, in text form; null for no limit
 * @param maximum the greatest value that makes sense, in text form; null for no limit
 * @param unit empty when the value has none
 * @param visitors how to reach it where the device does not say so itself
 */
public record ModelProperty(
    String name,
    String description,
    PropertyType type,
    AccessMode accessMode,
    @Nullable String minimum,
    @Nullable String maximum,
    String unit,
    ProtocolConfig visitors) {

  public ModelProperty {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    requireNonNull(type, "type");
    requireNonNull(accessMode, "accessMode");
    requireNonNull(unit, "unit");
    requireNonNull(visitors, "visitors");
  }
}
