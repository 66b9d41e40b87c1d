package io.margay.meta.internal;

import io.margay.meta.MetaException.Unavailable;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few reading sessions, opened when needed; readers wait for one another, never for the writer.
 */
final class ReadSessions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReadSessions.class);
  private static final int MOST = 4;

  private final Database database;
  private final Semaphore permits = new Semaphore(MOST, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Lent> idle = new ArrayDeque<>();
  private boolean closed;

  ReadSessions(Database database) {
    this.database = database;
  }

  /** Something that is read in one session. */
  @FunctionalInterface
  interface Query<T> {
    T run(ReadSession session) throws SQLException;
  }

  /**
   * Runs a query.
   *
   * @param nothing the answer when there is no file yet
   * @throws Unavailable when the file cannot be read, or the store is closed
   */
  <T> T read(Query<T> query, T nothing) {
    permits.acquireUninterruptibly();
    try {
      Lent lent = borrow();
      if (lent == null) {
        return nothing;
      }
      boolean sound = false;
      try {
        T answer = query.run(lent.session());
        sound = true;
        return answer;
      } catch (SQLException e) {
        throw new Unavailable(
            database.files().database() + " cannot be read: " + e.getMessage(), e);
      } finally {
        giveBack(lent, sound);
      }
    } finally {
      permits.release();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(ReadSessions::closeQuietly);
      idle.clear();
    } finally {
      lock.unlock();
    }
  }

  /** A session and the opening of the file that it belongs to. */
  private record Lent(ReadSession session, int opened) {}

  private @Nullable Lent borrow() {
    int opened = database.opened();
    lock.lock();
    try {
      if (closed) {
        throw new Unavailable("the store is closed");
      }
      for (Lent lent = idle.poll(); lent != null; lent = idle.poll()) {
        if (lent.opened() == opened) {
          return lent;
        }
        closeQuietly(lent);
      }
    } finally {
      lock.unlock();
    }
    Optional<ReadSession> session = database.openReader();
    return session.isPresent() ? new Lent(session.get(), opened) : null;
  }

  private void giveBack(Lent lent, boolean sound) {
    lock.lock();
    try {
      if (sound && !closed) {
        idle.push(lent);
      } else {
        closeQuietly(lent);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(Lent lent) {
    try {
      lent.session().close();
    } catch (SQLException e) {
      log.debug("Closing a reader: {}", e.toString());
    }
  }
}
