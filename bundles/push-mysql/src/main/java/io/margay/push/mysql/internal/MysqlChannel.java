package io.margay.push.mysql.internal;

import io.margay.dmi.driver.Deadline;
import io.margay.push.PushChannel;
import io.margay.push.PushException;
import io.margay.push.PushRecord;
import io.margay.push.SecretFiles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.mariadb.jdbc.Driver;

/** One connection to a database. A batch is one transaction: all of it is there, or nothing. */
final class MysqlChannel implements PushChannel {
  private final Database database;
  private final Connection connection;
  private final Set<Table> made = new HashSet<>();

  private MysqlChannel(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /**
   * Connects and logs in.
   *
   * @throws PushException when the server is not there or refuses us
   */
  static MysqlChannel open(Driver driver, Database database, SecretFiles secrets, Deadline deadline)
      throws PushException {
    Properties login = new Properties();
    login.setProperty("user", database.userName());
    if (!database.passwordSecret().isEmpty()) {
      login.setProperty("password", secrets.read(database.passwordSecret()));
    }
    login.setProperty("connectTimeout", Integer.toString(millis(deadline)));
    login.setProperty("socketTimeout", Integer.toString(millis(deadline)));
    login.setProperty("allowLocalInfile", "false");
    login.setProperty("tcpKeepAlive", "true");
    try {
      Connection connection = driver.connect(database.url(), login);
      if (connection == null) {
        throw PushException.unreachable(database + ": the driver does not know this address");
      }
      connection.setAutoCommit(false);
      return new MysqlChannel(database, connection);
    } catch (SQLException e) {
      throw PushException.unreachable("%s: %s".formatted(database, e.getMessage()), e);
    }
  }

  @Override
  public void deliver(List<PushRecord> batch, Deadline deadline) throws PushException {
    Map<Table, List<PushRecord>> rows = new LinkedHashMap<>();
    for (PushRecord sent : batch) {
      rows.computeIfAbsent(Table.of(sent.device()), table -> new ArrayList<>()).add(sent);
    }
    try {
      connection.setNetworkTimeout(Runnable::run, millis(deadline));
      for (Table table : rows.keySet()) {
        make(table);
      }
      for (Map.Entry<Table, List<PushRecord>> entry : rows.entrySet()) {
        insert(entry.getKey(), entry.getValue());
      }
      connection.commit();
    } catch (SQLException e) {
      rollBack();
      throw failure(e);
    }
  }

  /** Once for each table: a definition ends a transaction. */
  private void make(Table table) throws SQLException {
    if (made.contains(table)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(table.creation());
    }
    made.add(table);
  }

  private void insert(Table table, List<PushRecord> rows) throws SQLException {
    try (PreparedStatement insertion = connection.prepareStatement(table.insertion())) {
      for (PushRecord sent : rows) {
        Row.bind(sent, insertion);
        insertion.addBatch();
      }
      insertion.executeBatch();
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is broken, which rolls back as well.
    }
  }

  /**
   * Values that do not fit their columns never will; all else can pass or be mended: a connection,
   * a lock, a right, a disk, a table that somebody dropped.
   */
  private PushException failure(SQLException e) {
    String message = "%s: %s".formatted(database, e.getMessage());
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("22") || state.startsWith("23")
        ? new PushException(PushException.Kind.REJECTED, message, e)
        : PushException.unreachable(message, e);
  }

  /** What is left of the time; at least 1, as 0 means for ever. */
  private static int millis(Deadline deadline) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, deadline.remainingMillis()));
  }

  @Override
  public void close() {
    try {
      connection.setNetworkTimeout(Runnable::run, 1_000);
      connection.close();
    } catch (SQLException e) {
      // It is gone in any case.
    }
  }
}
