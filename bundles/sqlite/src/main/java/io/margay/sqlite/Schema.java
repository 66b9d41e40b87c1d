package io.margay.sqlite;

import java.util.List;

/**
 * The tables of a file, as the steps in which they grew. A released step is never changed; a new
 * version adds one.
 *
 * @param steps the statements that lead from version i to version i + 1
 */
public record Schema(List<List<String>> steps) {

  public Schema {
    steps = steps.stream().map(List::copyOf).toList();
  }

  /** The version that this code reads and writes, kept in {@code PRAGMA user_version}. */
  public int version() {
    return steps.size();
  }
}
