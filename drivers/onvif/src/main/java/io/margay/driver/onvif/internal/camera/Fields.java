package io.margay.driver.onvif.internal.camera;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the fields of an answer; what the camera has left out is left out. */
final class Fields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  Fields put(String name, @Nullable Object value) {
    if (value != null && !value.equals("")) {
      fields.put(name, value);
    }
    return this;
  }

  Map<String, Object> all() {
    return fields;
  }
}
