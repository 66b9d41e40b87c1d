package io.margay.meta.internal;

import io.margay.meta.MetaException.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file: opens it, and opens it again after a failure.
 *
 * <ul>
 *   <li>A file that is no sound database is set aside and a new one begun, unless it was sound when
 *       this node started: then the file stays where it is until the next start.
 *   <li>A file with tables of a newer Margay is left alone, and neither read nor written.
 *   <li>Where nothing can be written, readers get what is there, and writing is tried again after
 *       {@link #RETRY}.
 * </ul>
 */
final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final StoreFiles files;
  private final Path temporary;
  private final int maxFileMib;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WriteSession writer;
  private @Nullable String problem;
  private Instant retryAt = Instant.MIN;
  private boolean wasSound;
  private final AtomicInteger opened = new AtomicInteger();

  /**
   * @param temporary where native code is unpacked
   */
  Database(StoreFiles files, Path temporary, int maxFileMib, Clock clock) {
    this.files = files;
    this.temporary = temporary;
    this.maxFileMib = maxFileMib;
    this.clock = clock;
  }

  StoreFiles files() {
    return files;
  }

  /** How often the file was opened for writing; readers of an earlier opening are stale. */
  int opened() {
    return opened.get();
  }

  /** Why nothing can be written; null when it can. */
  @Nullable String problem() {
    lock.lock();
    try {
      return problem;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The writing session, opened when need be.
   *
   * @throws Unavailable when the file cannot be written
   */
  WriteSession writer() {
    lock.lock();
    try {
      if (writer != null) {
        return writer;
      }
      Instant now = clock.instant();
      if (problem != null && now.isBefore(retryAt) && now.isAfter(retryAt.minus(RETRY))) {
        throw new Unavailable(problem);
      }
      try {
        WriteSession session = open();
        writer = session;
        wasSound = true;
        opened.incrementAndGet();
        if (problem != null) {
          log.info("{} can be written again", files.database());
        }
        problem = null;
        return session;
      } catch (IOException | SQLException e) {
        retryAt = now.plus(RETRY);
        throw unavailable(e);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Undoes what the writing session has not committed, after a failure of the database. */
  void rollBack() {
    lock.lock();
    try {
      if (writer != null) {
        writer = writer.rolledBack();
      }
    } catch (SQLException e) {
      log.debug("The connection is given up, as it does not roll back: {}", e.toString());
      broken();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the writing session up after a failure, so that the next use opens the file anew. */
  void broken() {
    lock.lock();
    try {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } catch (SQLException e) {
      log.debug("Closing a broken connection: {}", e.toString());
      writer = null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens a reading session; nothing when there is nothing to read.
   *
   * @throws Unavailable when there is a file that this code cannot read
   */
  Optional<ReadSession> openReader() {
    if (!files.exist()) {
      return Optional.empty();
    }
    try {
      NativeLibrary.load(temporary);
      Connection connection = connectReader();
      try {
        int version = Tables.versionOf(connection);
        if (version == Tables.VERSION) {
          return Optional.of(new ReadSession(connection));
        }
        connection.close();
        if (version == 0) {
          return Optional.empty();
        }
        throw new Unavailable(otherVersion(version));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new Unavailable(files.database() + " cannot be read: " + reason(e), e);
    }
  }

  /** What a failure of the database means to people. */
  Unavailable unavailable(Exception e) {
    String text =
        e instanceof RefusedException
            ? reason(e)
            : files.database()
                + " cannot be written: "
                + reason(e)
                + ". Give "
                + files.directory()
                + " space and write permission; writing is tried again by itself";
    lock.lock();
    try {
      if (problem == null) {
        log.error("{}. Reads go on", text);
      }
      problem = text;
    } finally {
      lock.unlock();
    }
    return new Unavailable(text, e);
  }

  /** Says that writing works, after {@link #unavailable} said that it does not. */
  void works() {
    lock.lock();
    try {
      if (problem != null) {
        log.info("{} can be written again", files.database());
        problem = null;
      }
    } finally {
      lock.unlock();
    }
  }

  static boolean isFull(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  @Override
  public void close() {
    broken();
  }

  /** The file is not to be written by this code, whatever the disk allows. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private WriteSession open() throws IOException, SQLException {
    NativeLibrary.load(temporary);
    files.makeDirectory();
    boolean fresh = !files.exist();
    Connection connection = connectSound();
    try {
      int version = Tables.versionOf(connection);
      if (version > Tables.VERSION) {
        throw new RefusedException(otherVersion(version));
      }
      Tables.migrate(connection);
      if (fresh) {
        files.syncDirectory();
      }
      return new WriteSession(connection, clock);
    } catch (IOException | SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connectSound() throws IOException, SQLException {
    String fault;
    try {
      Connection connection = Connections.writer(files.database(), maxFileMib);
      fault = quickCheck(connection);
      if (fault.equals("ok")) {
        return connection;
      }
      connection.close();
    } catch (SQLException e) {
      if (!isCorrupt(e)) {
        throw e;
      }
      fault = reason(e);
    }
    if (wasSound) {
      throw new RefusedException(
          files.database()
              + " is damaged: "
              + fault
              + ". Start the node again: the file is then set aside and a new one begun");
    }
    Path aside = files.setAside(clock.instant());
    log.error(
        "{} is damaged: {}. It is kept as {}; a new one is begun, and manifests and the cloud fill"
            + " it again",
        files.database(),
        fault,
        aside.getFileName());
    return Connections.writer(files.database(), maxFileMib);
  }

  private Connection connectReader() throws SQLException {
    try {
      Connection connection = Connections.reader(files.database());
      try {
        Tables.versionOf(connection);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      if (files.hasLog()) {
        throw e;
      }
      return Connections.readerWithoutLog(files.database());
    }
  }

  private String otherVersion(int version) {
    return files.database()
        + " has tables of version "
        + version
        + " and this Margay knows "
        + Tables.VERSION
        + ". Install the Margay that wrote it, or move the file away to begin anew";
  }

  private static String quickCheck(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      return row.next() ? row.getString(1) : "no answer";
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static boolean isCorrupt(SQLException e) {
    int code = code(e);
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private static int code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode().code & 0xff
        : e.getErrorCode();
  }

  private static String reason(Exception e) {
    if (e instanceof SQLException sql && isFull(sql)) {
      return "the disk is full, or the file has reached its largest size";
    }
    return e instanceof java.nio.file.FileSystemException
        ? e.toString()
        : String.valueOf(e.getMessage());
  }
}
