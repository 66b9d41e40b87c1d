package io.margay.twin.internal.topic;

import static io.margay.twin.internal.RefusedUpdateException.BAD_REQUEST;

import io.margay.twin.internal.Quoted;
import io.margay.twin.internal.RefusedUpdateException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what it needs from a JSON object, and names the field that is not as it should be. A field
 * that is null is as good as missing.
 */
final class JsonFields {
  private final String path;
  private final Map<?, ?> object;

  /**
   * @param path what stands before the names of the fields in complaints: empty, or ending in a dot
   */
  JsonFields(String path, Map<?, ?> object) {
    this.path = path;
    this.object = object;
  }

  /** The names of the fields, in their order. */
  Set<?> names() {
    return object.keySet();
  }

  /** Whether a field is null or missing. */
  boolean isNull(String name) {
    return object.get(name) == null;
  }

  /** The object in a field; null when there is none. */
  @Nullable JsonFields object(String name) throws RefusedUpdateException {
    Object value = object.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Map<?, ?> fields) {
      return new JsonFields(path + name + ".", fields);
    }
    throw wrong(name, "an object");
  }

  /** The text in a field, or what is written there if it is a number or a boolean. */
  @Nullable String text(String name) throws RefusedUpdateException {
    Object value = object.get(name);
    if (value instanceof Map || value instanceof List) {
      throw wrong(name, "a text");
    }
    return value == null ? null : value.toString();
  }

  /** The boolean in a field; null when there is none. */
  @Nullable Boolean flag(String name) throws RefusedUpdateException {
    Object value = object.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw wrong(name, "true or false");
  }

  /** The complaint about a field. */
  RefusedUpdateException wrong(String name, String expected) {
    return new RefusedUpdateException(
        BAD_REQUEST, path + name + ": found " + shown(object.get(name)) + ", expected " + expected);
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "nothing";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof Number
        ? "a number"
        : value instanceof Boolean ? "a boolean" : Quoted.text(value.toString());
  }
}
