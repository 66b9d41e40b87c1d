package io.margay.edged.internal.pod;

import io.margay.meta.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that a ConfigMap or Secret keeps under keys. */
public final class KeyedData {
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

  private KeyedData() {}

  /**
   * The values of a stored ConfigMap or Secret: {@code data}, {@code binaryData}, {@code
   * stringData}. The caller must not change the arrays.
   */
  public static Map<String, byte[]> read(String content, boolean secret) {
    Map<String, Object> root = JsonText.read(content);
    Map<String, byte[]> values = new LinkedHashMap<>();
    put(values, root.get(secret ? "data" : "binaryData"), true);
    put(values, root.get(secret ? "stringData" : "data"), false);
    return values;
  }

  private static void put(Map<String, byte[]> values, @Nullable Object data, boolean base64) {
    JsonText.object(data)
        .forEach(
            (key, value) -> {
              String text = value == null ? "" : value.toString();
              values.put(
                  String.valueOf(key),
                  base64 ? decoded(text) : text.getBytes(StandardCharsets.UTF_8));
            });
  }

  static void check(FieldReader root, String field, boolean base64) {
    FieldReader data = root.object(field);
    for (Map.Entry<?, ?> entry : data.data().entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (!Forms.KEY.matcher(key).matches()) {
        data.complain(key, "a key", "a key of " + Forms.A_KEY);
      } else if (entry.getValue() != null && !(entry.getValue() instanceof String)) {
        data.complain(key, "no text", "a text");
      } else if (base64 && entry.getValue() != null && !isBase64((String) entry.getValue())) {
        data.complain(key, "a text that is not base64", "base64 (RFC 4648, 4)");
      }
    }
  }

  /** Broken into lines, as {@code base64} prints it, it is taken too, as Kubernetes does. */
  private static byte[] decoded(String text) {
    return Base64.getDecoder().decode(LINE_BREAKS.matcher(text).replaceAll(""));
  }

  private static boolean isBase64(String text) {
    try {
      byte[] unused = decoded(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
