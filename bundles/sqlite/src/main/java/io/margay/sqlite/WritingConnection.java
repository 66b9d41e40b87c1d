package io.margay.sqlite;

import io.margay.sqlite.internal.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes: opens the file, and opens it again after a failure. Used by one
 * thread at a time.
 *
 * <ul>
 *   <li>A file that is no sound database is set aside and a new one begun, unless it was sound when
 *       this process opened it: then it stays where it is until the next start.
 *   <li>A file with tables of a newer version is left alone, and neither read nor written.
 *   <li>Where nothing can be written, it is tried again after {@link #RETRY}.
 * </ul>
 */
final class WritingConnection<S extends WritingSession> {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final DatabaseFile file;
  private final SessionFactory<S> sessions;
  private final DatabaseListener listener;
  private final Clock clock;
  private @Nullable Opened<S> opened;
  private Instant retryAt = Instant.MIN;
  private boolean wasSound;

  WritingConnection(
      DatabaseFile file, SessionFactory<S> sessions, DatabaseListener listener, Clock clock) {
    this.file = file;
    this.sessions = sessions;
    this.listener = listener;
    this.clock = clock;
  }

  /** A connection, the owner's session on it, and the statements that frame its transactions. */
  static final class Opened<S> {
    private final Connection connection;
    private final Statements statements;
    private final PreparedStatement changes;
    final PreparedStatement begin;
    final PreparedStatement commit;
    final PreparedStatement savepoint;
    final PreparedStatement release;
    final PreparedStatement rollbackToSavepoint;
    final S session;

    Opened(Connection connection, SessionFactory<S> sessions) throws SQLException {
      this.connection = connection;
      statements = new Statements(connection);
      changes = statements.prepare("SELECT total_changes()");
      begin = statements.prepare("BEGIN IMMEDIATE");
      commit = statements.prepare("COMMIT");
      savepoint = statements.prepare("SAVEPOINT task");
      release = statements.prepare("RELEASE task");
      rollbackToSavepoint = statements.prepare("ROLLBACK TO task");
      session = sessions.open(statements);
    }

    /** How many rows this connection has changed. */
    long changes() throws SQLException {
      try (ResultSet row = changes.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /**
   * The open connection, opened when need be.
   *
   * @throws DatabaseException when the file cannot be written
   */
  Opened<S> get() {
    if (opened != null) {
      return opened;
    }
    Instant now = clock.instant();
    DatabaseException problem = file.problem();
    if (problem != null && now.isBefore(retryAt) && now.isAfter(retryAt.minus(RETRY))) {
      throw new DatabaseException(problem.failure(), String.valueOf(problem.getMessage()), problem);
    }
    try {
      Opened<S> fresh = open();
      opened = fresh;
      wasSound = true;
      file.countOpening();
      works();
      listener.opened();
      return fresh;
    } catch (DatabaseException e) {
      retryAt = now.plus(RETRY);
      throw failed(e);
    } catch (IOException e) {
      retryAt = now.plus(RETRY);
      throw failed(file.unwritable(e, Failure.IO));
    } catch (SQLException e) {
      retryAt = now.plus(RETRY);
      throw failed(file.unwritable(e, Failure.of(e)));
    }
  }

  /** Opens the file if that can be done now. */
  void tryOpen() {
    try {
      get();
    } catch (DatabaseException theListenerKnows) {
      // The next task tries again.
    }
  }

  /** Undoes what is not committed. After a failure sqlite-jdbc has closed the statement. */
  void rollBack() {
    if (opened == null) {
      return;
    }
    try {
      opened.statements.close();
      try (Statement statement = opened.connection.createStatement()) {
        if (!isRolledBack(statement)) {
          statement.execute("ROLLBACK");
        }
      }
      opened = new Opened<>(opened.connection, sessions);
    } catch (SQLException unusable) {
      giveUp();
    }
  }

  /** Gives the connection up after a failure, so that the next use opens the file anew. */
  void giveUp() {
    Opened<S> last = opened;
    opened = null;
    if (last != null) {
      closeQuietly(last.connection);
    }
  }

  /** Notes that nothing can be written. */
  DatabaseException failed(DatabaseException reason) {
    boolean first = file.problem() == null;
    file.problem(reason);
    if (first) {
      listener.failed(reason);
    }
    return reason;
  }

  /** Notes that writing works. */
  void works() {
    if (file.problem() != null) {
      file.problem(null);
      listener.recovered();
    }
  }

  private Opened<S> open() throws IOException, SQLException {
    file.files().makeDirectory();
    boolean fresh = !file.files().exist();
    Connection connection = connectSound();
    boolean usable = false;
    try {
      migrate(connection);
      if (fresh) {
        file.files().syncDirectory();
      }
      Opened<S> made = new Opened<>(connection, sessions);
      usable = true;
      return made;
    } finally {
      if (!usable) {
        closeQuietly(connection);
      }
    }
  }

  private Connection connectSound() throws IOException, SQLException {
    String fault;
    @Nullable Connection connection = null;
    try {
      connection = file.connectWriter();
      fault = Connections.quickCheck(connection);
      if (fault.equals("ok")) {
        return connection;
      }
      connection.close();
    } catch (SQLException e) {
      if (connection != null) {
        closeQuietly(connection);
      }
      if (Failure.of(e) != Failure.CORRUPT) {
        throw e;
      }
      fault = String.valueOf(e.getMessage());
    }
    if (wasSound) {
      throw new DatabaseException(
          Failure.CORRUPT,
          file.path()
              + " is damaged: "
              + fault
              + ". Start the node again: the file is then set aside and a new one begun",
          null);
    }
    Path aside = file.files().setAside(clock.instant());
    listener.setAside(aside, fault);
    return file.connectWriter();
  }

  /** Brings the tables to the version that is known, all steps or none. */
  private void migrate(Connection connection) throws SQLException {
    Schema schema = file.schema();
    int found = Connections.schemaOf(connection);
    if (found > schema.version()) {
      throw file.newer(found);
    }
    if (found == schema.version()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      for (List<String> step : schema.steps().subList(found, schema.version())) {
        for (String sql : step) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA user_version = " + schema.version());
      statement.execute("COMMIT");
    }
  }

  /** Some failures, a full disk among them, end the transaction (sqlite.org/lang_transaction). */
  private static boolean isRolledBack(Statement statement) throws SQLException {
    try {
      statement.execute("BEGIN");
      statement.execute("COMMIT");
      return true;
    } catch (SQLException withinATransaction) {
      return false;
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException nothingIsLostByIt) {
      // What was committed is on the disk; a new connection begins from there.
    }
  }
}
