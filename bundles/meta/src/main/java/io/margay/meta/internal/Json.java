package io.margay.meta.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Compares and prints JSON that the store holds already. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Json() {}

  /** Whether two compact texts say the same; the order of fields does not count. */
  static boolean equal(String one, String other) {
    if (one.length() != other.length()) {
      return false;
    }
    return one.equals(other) || parsesEqual(one, other);
  }

  /** The text with line breaks and indentation. */
  static String pretty(String json) {
    try {
      return MAPPER.readTree(json).toPrettyString();
    } catch (JsonProcessingException e) {
      return json;
    }
  }

  private static boolean parsesEqual(String one, String other) {
    try {
      return MAPPER.readTree(one).equals(MAPPER.readTree(other));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
