package io.margay.dmi;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Freezes the free-form {@code configData} objects of a manifest, nulls and order kept. What is
 * frozen is not copied again: a node has a hundred thousand of these.
 */
final class ConfigData {
  private ConfigData() {}

  private static final class Frozen extends AbstractMap<String, Object> {
    private final Map<String, Object> data;

    Frozen(Map<String, Object> data) {
      this.data = data;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return Collections.unmodifiableMap(data).entrySet();
    }

    @Override
    public @Nullable Object get(Object key) {
      return data.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
      return data.containsKey(key);
    }
  }

  static Map<String, Object> frozen(Map<String, ?> data) {
    if (data instanceof Frozen frozen) {
      return frozen;
    }
    return data.isEmpty() ? Collections.emptyMap() : copied(data);
  }

  private static Map<String, Object> copied(Map<?, ?> data) {
    Map<String, Object> copy = new LinkedHashMap<>(data.size() * 4 / 3 + 1);
    data.forEach((key, value) -> copy.put(String.valueOf(key), frozenValue(value)));
    return new Frozen(copy);
  }

  private static Object frozenValue(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map instanceof Frozen ? map : copied(map);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(frozenValue(inner)));
      return Collections.unmodifiableList(copy);
    }
    return value;
  }
}
