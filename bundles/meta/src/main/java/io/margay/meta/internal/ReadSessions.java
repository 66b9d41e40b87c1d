package io.margay.meta.internal;

import io.margay.meta.MetaException.Unavailable;
import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.Readers;

/** Reads the store, and says in its terms when that does not work. */
record ReadSessions(Readers<ReadSession> readers) implements AutoCloseable {

  /**
   * Runs a query.
   *
   * @param nothing the answer when there is no file yet
   * @throws Unavailable when the file cannot be read, or the store is closed
   */
  <T> T read(Readers.Query<ReadSession, T> query, T nothing) {
    try {
      return readers.read(query, nothing);
    } catch (DatabaseException e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
