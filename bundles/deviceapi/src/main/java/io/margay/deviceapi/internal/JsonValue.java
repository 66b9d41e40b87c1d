package io.margay.deviceapi.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a value of a property or of a method's result in the JSON type that fits it. */
final class JsonValue {
  private static final int DEEPEST = 32;

  private JsonValue() {}

  static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    write(json, value, 0);
  }

  private static void write(JsonGenerator json, @Nullable Object value, int depth)
      throws IOException {
    if (value == null || depth > DEEPEST) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue(), depth + 1);
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(json, item, depth + 1);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
