package io.margay.twin.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives one object for all that are equal, as far as it remembers: devices of one make are
 * described alike, property by property, and there may be hundreds of them. Used on the
 * reconciler's thread alone.
 */
final class Shared<T> {
  private static final int MOST = 4_096;
  private static final float USUAL_LOAD = 0.75f;

  private final Map<T, T> latest =
      new LinkedHashMap<>(16, USUAL_LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<T, T> eldest) {
          return size() > MOST;
        }
      };

  /** The first of the equal ones. */
  T of(T value) {
    T known = latest.putIfAbsent(value, value);
    return known == null ? value : known;
  }
}
