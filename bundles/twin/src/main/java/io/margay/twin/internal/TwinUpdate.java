package io.margay.twin.internal;

import java.util.Map;
import java.util.Optional;

/**
 * What a program wants of a twin.
 *
 * @param asker who is told what became of it
 * @param properties what it wants of each; nothing means that the property is to be deleted
 */
public record TwinUpdate(Asker asker, Map<String, Optional<PropertyUpdate>> properties) {

  /** Whether anything is wished for, or is no more. */
  boolean wishes() {
    return properties.values().stream()
        .anyMatch(wanted -> wanted.isEmpty() || wanted.get().expected() != null);
  }

  /** Whether a property that changed is reported, too. */
  boolean reports(TwinChange change) {
    return properties
        .getOrDefault(change.name(), Optional.empty())
        .map(PropertyUpdate::actual)
        .isPresent();
  }

  /** A side of one property as it is to be, for whoever asks by other means than a message. */
  static TwinUpdate wish(String property, String value) {
    return new TwinUpdate(
        Asker.NOBODY, Map.of(property, Optional.of(new PropertyUpdate(value, null, null, null))));
  }
}
