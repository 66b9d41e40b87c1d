package io.margay.meta.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
final class Connections {
  private static final int PAGE_BYTES = 4096;
  private static final int LOG_LIMIT_BYTES = 4 << 20;
  private static final int BUSY_MILLIS = 5000;

  private Connections() {}

  static Connection writer(Path file, int maxFileMib) throws SQLException {
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

  static Connection reader(Path file) throws SQLException {
    return reading().createConnection("jdbc:sqlite:" + file);
  }

  /** A reader for a directory in which SQLite cannot make its index of the log. */
  static Connection readerWithoutLog(Path file) throws SQLException {
    return reading().createConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1");
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setCacheSize(-256);
    config.setBusyTimeout(BUSY_MILLIS);
    return config;
  }
}
