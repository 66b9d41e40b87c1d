package io.margay.dmi;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Freezes the free-form {@code configData} objects of a manifest, nulls and order kept. What is
 * frozen is not copied again, and short texts are shared: a node has a hundred thousand of these,
 * with a few settings each, which are the same words over and over.
 */
final class ConfigData {
  /** So many settings are looked through faster than a hash is worth. */
  private static final int FEW = 16;

  private static final int SHORT = 32;

  private ConfigData() {}

  @SuppressWarnings("unchecked") // what is frozen has text keys
  static Map<String, Object> frozen(Map<String, ?> data) {
    if (data instanceof Few || data instanceof Many) {
      return (Map<String, Object>) data;
    }
    return data.isEmpty() ? Collections.emptyMap() : copied(data);
  }

  /** Own settings, and those of the fallback for what they leave out, whatever a key's case is. */
  static Map<String, Object> merged(Map<String, Object> fallback, Map<String, Object> own) {
    if (fallback.isEmpty()) {
      return own;
    }
    Map<String, Object> merged = new LinkedHashMap<>(fallback);
    merged.keySet().removeIf(key -> own.keySet().stream().anyMatch(key::equalsIgnoreCase));
    merged.putAll(own);
    return Collections.unmodifiableMap(merged);
  }

  private static Map<String, Object> copied(Map<?, ?> data) {
    return data.size() > FEW ? new Many(data) : new Few(data);
  }

  private static @Nullable Object frozenValue(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map instanceof Few || map instanceof Many ? map : copied(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(frozenValue(inner)));
      return Collections.unmodifiableList(copy);
    }
    return value instanceof String text ? shared(text) : value;
  }

  private static String shared(String text) {
    return text.length() <= SHORT ? text.intern() : text;
  }

  /** Few settings: keys and values in turn, in one array. */
  private static final class Few extends AbstractMap<String, Object> {
    private final @Nullable Object[] pairs;

    Few(Map<?, ?> data) {
      pairs = new @Nullable Object[data.size() * 2];
      int at = 0;
      for (Map.Entry<?, ?> entry : data.entrySet()) {
        pairs[at++] = shared(String.valueOf(entry.getKey()));
        pairs[at++] = frozenValue(entry.getValue());
      }
    }

    @Override
    public @Nullable Object get(Object key) {
      int at = indexOf(key);
      return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public boolean containsKey(Object key) {
      return indexOf(key) >= 0;
    }

    private int indexOf(Object key) {
      for (int at = 0; at < pairs.length; at += 2) {
        if (key.equals(pairs[at])) {
          return at;
        }
      }
      return -1;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new Entries(pairs);
    }
  }

  /** The entries of few settings. */
  private static final class Entries extends AbstractSet<Map.Entry<String, Object>> {
    private final @Nullable Object[] pairs;

    Entries(@Nullable Object[] pairs) {
      this.pairs = pairs;
    }

    @Override
    public int size() {
      return pairs.length / 2;
    }

    @Override
    public Iterator<Map.Entry<String, Object>> iterator() {
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < pairs.length;
        }

        @Override
        @SuppressWarnings("NullAway") // a setting may be null, as the manifest has it
        public Map.Entry<String, Object> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          at += 2;
          return new AbstractMap.SimpleImmutableEntry<>((String) pairs[at - 2], pairs[at - 1]);
        }
      };
    }
  }

  /** Many settings, hashed. */
  private static final class Many extends AbstractMap<String, Object> {
    private final Map<String, @Nullable Object> data;

    Many(Map<?, ?> settings) {
      data = new LinkedHashMap<>(settings.size() * 4 / 3 + 1);
      settings.forEach((key, value) -> data.put(shared(String.valueOf(key)), frozenValue(value)));
    }

    @Override
    @SuppressWarnings("NullAway") // a setting may be null, as the manifest has it
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
}
