package io.margay.runc.internal.process;

import io.margay.meta.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of an object that this bundle has written itself. */
public record Fields(Map<?, ?> object) {

  public String text(String name) {
    Object value = object.get(name);
    return value == null ? "" : value.toString();
  }

  public int number(String name) {
    return object.get(name) instanceof Number number ? number.intValue() : 0;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(object.get(name));
  }

  public @Nullable Instant time(String name) {
    String text = text(name);
    return text.isEmpty() ? null : Instant.parse(text);
  }

  public List<String> texts(String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  public Map<String, String> map(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonText.object(object.get(name))
        .forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    return texts;
  }
}
