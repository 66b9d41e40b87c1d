package io.margay.mapper.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what people type as {@code name=value}. */
final class KeyValues {
  private KeyValues() {}

  /** The values by name, in order. */
  static Map<String, Object> of(String... words) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + word + "\" is not name=value");
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return values;
  }
}
