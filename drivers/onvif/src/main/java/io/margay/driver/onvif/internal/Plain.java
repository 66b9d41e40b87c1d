package io.margay.driver.onvif.internal;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes one value of an answer's field: {@code a, b} of a list, {@code a=1, b=2} of a map. */
final class Plain {
  private Plain() {}

  static Object of(Object field) {
    if (field instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    if (field instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + entry.getValue())
          .collect(Collectors.joining(", "));
    }
    return field;
  }
}
