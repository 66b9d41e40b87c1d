package io.margay.edged.internal.pod;

import io.margay.meta.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells by a short text whether parts of a resource are the same as they were. */
final class ContentHash {
  private static final int BYTES = 8;

  private ContentHash() {}

  /** The hash of an object without some of its fields; the order of fields is no difference. */
  static String without(Map<?, ?> object, Set<String> fields) {
    Map<String, Object> rest = sorted(object);
    rest.keySet().removeAll(fields);
    return of(rest);
  }

  /** The hash of an object's fields of these names. */
  static String of(Map<?, ?> object, Set<String> fields) {
    Map<String, Object> some = sorted(object);
    some.keySet().retainAll(fields);
    return of(some);
  }

  private static String of(Map<String, Object> object) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(JsonText.write(object).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> sorted(Map<?, ?> object) {
    Map<String, Object> sorted = new TreeMap<>();
    object.forEach(
        (key, value) -> {
          if (value != null) {
            sorted.put(String.valueOf(key), sorted(value));
          }
        });
    return sorted;
  }

  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> nested) {
      return sorted(nested);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ContentHash::sortedItem).toList();
    }
    return value;
  }

  private static Object sortedItem(@Nullable Object item) {
    return item == null ? "" : sorted(item);
  }
}
