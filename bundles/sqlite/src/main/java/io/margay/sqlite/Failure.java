package io.margay.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What sort of thing went wrong with a database file. */
public enum Failure {
  /** The disk is full, or the file has reached its largest size. */
  FULL,
  /** The disk does not read or write, or permissions forbid it. */
  IO,
  /** The file is no sound database. */
  CORRUPT,
  /** Another process holds the file, or too much waits to be written. */
  BUSY,
  /** The file has tables of a newer version than this code knows. */
  NEWER,
  /** Closed by its owner. */
  CLOSED,
  /** Anything else; a mistake in SQL among them. */
  OTHER;

  /** What sort a failure of SQL is (sqlite.org/rescode.html). */
  public static Failure of(SQLException e) {
    return e instanceof SQLiteException sqlite ? of(sqlite.getResultCode().code & 0xff) : OTHER;
  }

  private static Failure of(int code) {
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return FULL;
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      return CORRUPT;
    }
    if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      return BUSY;
    }
    boolean outside =
        code == SQLiteErrorCode.SQLITE_IOERR.code
            || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
            || code == SQLiteErrorCode.SQLITE_READONLY.code
            || code == SQLiteErrorCode.SQLITE_PERM.code;
    return outside ? IO : OTHER;
  }
}
