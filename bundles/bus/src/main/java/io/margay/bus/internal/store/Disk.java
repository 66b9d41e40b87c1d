package io.margay.bus.internal.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the journal's commits go. Used by one thread at a time. */
interface Disk extends AutoCloseable {

  /**
   * What was left by an earlier run.
   *
   * @param clock when it was last seen
   */
  record Contents(
      Optional<LastingClock.Mark> clock, List<SavedSession> sessions, List<Retained> retained) {
    static final Contents EMPTY = new Contents(Optional.empty(), List.of(), List.of());
  }

  /** Reads everything. */
  Contents read() throws IOException;

  /** Writes all changes or none; when this returns, they are durable. */
  void write(Changes changes, LastingClock.Mark now) throws IOException;

  @Override
  void close();
}
