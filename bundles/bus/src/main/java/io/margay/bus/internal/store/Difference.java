package io.margay.bus.internal.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In what the memory differs from a table on the disk. What came and went since the last commit
 * leaves no trace. Not safe for several threads.
 */
final class Difference<K, V> {
  private final Map<K, Change<V>> changes = new LinkedHashMap<>();

  /**
   * A row that is to be written, or deleted when it has no value.
   *
   * @param fresh whether the disk does not have the row yet
   */
  private record Change<V>(@Nullable V value, boolean fresh) {}

  /**
   * The row has this value now.
   *
   * @param isNew whether there was no such row before
   */
  void put(K key, V value, boolean isNew) {
    Change<V> earlier = changes.get(key);
    changes.put(key, new Change<>(value, earlier == null ? isNew : earlier.fresh()));
  }

  /** The row is gone. */
  void remove(K key) {
    Change<V> earlier = changes.get(key);
    if (earlier != null && earlier.fresh()) {
      changes.remove(key);
    } else {
      changes.put(key, new Change<>(null, false));
    }
  }

  boolean contains(K key) {
    return changes.containsKey(key);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  int size() {
    return changes.size();
  }

  void clear() {
    changes.clear();
  }

  /** What is done with the rows. */
  @FunctionalInterface
  interface Visitor<K, V, E extends Exception> {
    /** Takes one row; without a value it is deleted. */
    void visit(K key, @Nullable V value) throws E;
  }

  /** Goes through the rows in the order in which they first changed. */
  <E extends Exception> void forEach(Visitor<K, V, E> visitor) throws E {
    for (Map.Entry<K, Change<V>> row : changes.entrySet()) {
      visitor.visit(row.getKey(), row.getValue().value());
    }
  }

  /** Takes back an earlier difference that could not be written. */
  void addEarlier(Difference<K, V> earlier) {
    Map<K, Change<V>> newer = new LinkedHashMap<>(changes);
    changes.clear();
    changes.putAll(earlier.changes);
    newer.forEach(
        (key, change) -> {
          Change<V> before = changes.get(key);
          boolean fresh = before == null ? change.fresh() : before.fresh();
          if (change.value() == null && fresh) {
            changes.remove(key);
          } else {
            changes.put(key, new Change<>(change.value(), fresh));
          }
        });
  }
}
