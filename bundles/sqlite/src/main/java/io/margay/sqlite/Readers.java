package io.margay.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A few reading sessions, opened when needed; readers wait for one another, never for the writer.
 *
 * <p>Any thread may read. Close them before the writer, so that the writer folds the log into the
 * file.
 */
public final class Readers<R> implements AutoCloseable {
  private final DatabaseFile file;
  private final SessionFactory<R> sessions;
  private final Semaphore permits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Lent<R>> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param most how many connections to open at most
   */
  public Readers(DatabaseFile file, int most, SessionFactory<R> sessions) {
    this.file = file;
    this.sessions = sessions;
    permits = new Semaphore(most, true);
  }

  /** Something that is read in one session. */
  @FunctionalInterface
  public interface Query<R, T> {
    T run(R session) throws SQLException;
  }

  /**
   * Runs a query on the caller's thread.
   *
   * @param nothing the answer when there is no file yet
   * @throws DatabaseException when there is a file that cannot be read, or this is closed
   */
  public <T> T read(Query<R, T> query, T nothing) {
    permits.acquireUninterruptibly();
    try {
      Lent<R> lent = borrow();
      if (lent == null) {
        return nothing;
      }
      boolean sound = false;
      try {
        T answer = query.run(lent.session());
        sound = true;
        return answer;
      } catch (SQLException e) {
        throw file.unreadable(e, Failure.of(e));
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
      idle.forEach(lent -> closeQuietly(lent.connection()));
      idle.clear();
    } finally {
      lock.unlock();
    }
  }

  /** A session and the opening of the file that it belongs to. */
  private record Lent<R>(Connection connection, R session, int opened) {}

  private @Nullable Lent<R> borrow() {
    int opened = file.opened();
    lock.lock();
    try {
      if (closed) {
        throw new DatabaseException(Failure.CLOSED, file.path() + " is closed", null);
      }
      for (Lent<R> lent = idle.poll(); lent != null; lent = idle.poll()) {
        if (lent.opened() == opened) {
          return lent;
        }
        closeQuietly(lent.connection());
      }
    } finally {
      lock.unlock();
    }
    Optional<Connection> connection = file.connectReader();
    return connection.isPresent() ? open(connection.get(), opened) : null;
  }

  private Lent<R> open(Connection connection, int opened) {
    try {
      return new Lent<>(connection, sessions.open(new Statements(connection)), opened);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw file.unreadable(e, Failure.of(e));
    }
  }

  private void giveBack(Lent<R> lent, boolean sound) {
    lock.lock();
    try {
      if (sound && !closed) {
        idle.push(lent);
      } else {
        closeQuietly(lent.connection());
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException aReaderLosesNothing) {
      // There is nothing that could be done, nor lost.
    }
  }
}
