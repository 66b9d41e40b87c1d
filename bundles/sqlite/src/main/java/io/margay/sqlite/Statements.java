package io.margay.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Prepares the statements of one session, for the one thread that uses it at a time. */
public final class Statements {
  private final Connection connection;
  private final List<PreparedStatement> kept = new ArrayList<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** A statement that lives as long as the session, and is closed with it. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = once(sql);
    kept.add(statement);
    return statement;
  }

  /** A statement that the caller closes. */
  public PreparedStatement once(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  void close() throws SQLException {
    for (PreparedStatement statement : kept) {
      statement.close();
    }
  }
}
