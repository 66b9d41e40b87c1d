package io.margay.sqlite;

import io.margay.sqlite.internal.Connections;
import io.margay.sqlite.internal.DatabaseFiles;
import io.margay.sqlite.internal.NativeLibrary;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Names a database file and says how it is. Any thread may ask.
 *
 * <p>The file has one owner in one process: one {@link GroupWriter}, and any number of {@link
 * Readers}. Its directory is made when it is missing, closed to other users.
 */
public final class DatabaseFile {
  private final DatabaseFiles files;
  private final Path temporary;
  private final int maxMib;
  private final Schema schema;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile @Nullable DatabaseException problem;

  /**
   * @param temporary the folder in which SQLite's native code is unpacked once
   * @param maxMib the file grows to this at most
   */
  public DatabaseFile(Path path, Path temporary, int maxMib, Schema schema) {
    this.files = new DatabaseFiles(path);
    this.temporary = temporary;
    this.maxMib = maxMib;
    this.schema = schema;
  }

  /** Where it lies. */
  public Path path() {
    return files.database();
  }

  /** Its tables. */
  public Schema schema() {
    return schema;
  }

  /** Its size; 0 when there is none yet. */
  public long bytes() {
    return files.databaseBytes();
  }

  /** The size of the write-ahead log beside it. */
  public long logBytes() {
    return files.logBytes();
  }

  /** Why nothing can be written; null when it can. */
  public @Nullable DatabaseException problem() {
    return problem;
  }

  void problem(@Nullable DatabaseException reason) {
    problem = reason;
  }

  DatabaseFiles files() {
    return files;
  }

  /** How often it was opened for writing; readers of an earlier opening are stale. */
  int opened() {
    return opened.get();
  }

  void countOpening() {
    opened.incrementAndGet();
  }

  Connection connectWriter() throws IOException, SQLException {
    NativeLibrary.load(temporary);
    files.makeDatabase();
    return Connections.writer(path(), maxMib);
  }

  /**
   * Opens it for reading; nothing when there is nothing to read.
   *
   * @throws DatabaseException when there is a file that this code cannot read
   */
  Optional<Connection> connectReader() {
    if (!files.exist()) {
      return Optional.empty();
    }
    try {
      NativeLibrary.load(temporary);
      Connection connection = openReader();
      int found = Connections.schemaOf(connection);
      if (found == schema.version()) {
        return Optional.of(connection);
      }
      connection.close();
      if (found < schema.version()) {
        return Optional.empty();
      }
      throw newer(found);
    } catch (IOException e) {
      throw unreadable(e, Failure.IO);
    } catch (SQLException e) {
      throw unreadable(e, Failure.of(e));
    }
  }

  DatabaseException unreadable(Exception e, Failure failure) {
    return new DatabaseException(failure, path() + " cannot be read: " + reason(e, failure), e);
  }

  DatabaseException unwritable(Exception e, Failure failure) {
    return new DatabaseException(
        failure,
        path()
            + " cannot be written: "
            + reason(e, failure)
            + ". Give "
            + files.directory()
            + " space and write permission; writing is tried again by itself",
        e);
  }

  DatabaseException newer(int found) {
    return new DatabaseException(
        Failure.NEWER,
        path()
            + " has tables of version "
            + found
            + " and this Margay knows "
            + schema.version()
            + ". Install the Margay that wrote it, or move the file away to begin anew",
        null);
  }

  static String reason(Exception e, Failure failure) {
    if (failure == Failure.FULL) {
      return "the disk is full, or the file has reached its largest size";
    }
    return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
  }

  private Connection openReader() throws SQLException {
    try {
      Connection connection = Connections.reader(path());
      try {
        Connections.schemaOf(connection);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      if (files.logBytes() > 0) {
        throw e;
      }
      return Connections.readerWithoutLog(path());
    }
  }
}
