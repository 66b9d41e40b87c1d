package io.margay.sqlite.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Opens connections, each with a small page cache.
 *
 * <p>With a write-ahead log, {@code synchronous=FULL} flushes the log at each commit, which is what
 * a power cut asks for (sqlite.org/pragma.html#pragma_synchronous).
 */
public final class Connections {
  private static final int PAGE_BYTES = 4096;
  private static final int LOG_LIMIT_BYTES = 4 << 20;
  private static final int BUSY_MILLIS = 5000;

  private Connections() {}

  /** The connection that writes. */
  public static Connection writer(Path file, int maxFileMib) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setJournalSizeLimit(LOG_LIMIT_BYTES);
    config.setPragma(
        Pragma.MAX_PAGE_COUNT, Long.toString((long) maxFileMib * (1 << 20) / PAGE_BYTES));
    config.setCacheSize(-512);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** A connection that reads. */
  public static Connection reader(Path file) throws SQLException {
    return reading().createConnection("jdbc:sqlite:" + file);
  }

  /** A reader for a directory in which SQLite cannot make its index of the log. */
  public static Connection readerWithoutLog(Path file) throws SQLException {
    return reading().createConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1");
  }

  /** The version of the tables, which is 0 in a new file. */
  public static int schemaOf(Connection connection) throws SQLException {
    return Integer.parseInt(answer(connection, "PRAGMA user_version"));
  }

  /** What a quick look finds wrong with the file; {@code ok} when nothing is. */
  public static String quickCheck(Connection connection) throws SQLException {
    return answer(connection, "PRAGMA quick_check(1)");
  }

  private static String answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException(sql + " has no answer");
      }
      return row.getString(1);
    }
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setCacheSize(-256);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }
}
