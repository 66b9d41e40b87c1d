package io.margay.meta.internal;

import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceList;
import io.margay.meta.ResourceType;
import io.margay.meta.Selector;
import io.margay.sqlite.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read, as prepared statements on one connection; used by one thread at a time. */
final class ReadSession {
  private static final String OF_TYPE = " WHERE api_group = ?1 AND kind = ?2 AND version = ?3";
  private static final String PICKED =
      OF_TYPE + " AND (?4 = '' OR namespace = ?4) AND (?5 = '' OR name = ?5)";

  private final Statements sql;
  private final PreparedStatement begin;
  private final PreparedStatement end;
  private final PreparedStatement head;
  private final PreparedStatement get;
  private final PreparedStatement list;
  private final PreparedStatement changes;

  ReadSession(Statements sql) throws SQLException {
    this.sql = sql;
    begin = sql.prepare("BEGIN");
    end = sql.prepare("COMMIT");
    head = sql.prepare("SELECT revision, compacted FROM store");
    get =
        sql.prepare(
            "SELECT "
                + Tables.COLUMNS
                + " FROM resource"
                + OF_TYPE
                + " AND namespace = ?4 AND name = ?5");
    list =
        sql.prepare(
            "SELECT " + Tables.COLUMNS + " FROM resource" + PICKED + " ORDER BY namespace, name");
    changes =
        sql.prepare(
            "SELECT "
                + Tables.COLUMNS
                + ", revision AS changed, 0 AS gone FROM resource"
                + PICKED
                + " AND revision > ?6 UNION ALL SELECT "
                + Tables.COLUMNS
                + ", deleted AS changed, 1 AS gone FROM deletion"
                + PICKED
                + " AND deleted > ?7 ORDER BY changed");
  }

  /** Where the store is: its newest revision, and the newest deletion that is forgotten. */
  record Head(long revision, long compacted) {}

  /** A resource that changed, or was deleted, at a revision. */
  record Row(Resource resource, long changed, boolean gone) {}

  /**
   * Some of the changes after a revision, oldest first.
   *
   * @param reached all up to this revision are in it
   * @param complete whether these were the last
   */
  record Page(List<Row> rows, Head head, long reached, boolean complete) {}

  /** A kind that has resources, and how many. */
  record Kind(ResourceType type, long resources) {}

  @FunctionalInterface
  private interface Query<T> {
    T run() throws SQLException;
  }

  Optional<Resource> get(ResourceKey key) throws SQLException {
    pick(get, key.type(), key.namespace(), key.name());
    try (ResultSet row = get.executeQuery()) {
      return row.next() ? Optional.of(Tables.resource(row)) : Optional.empty();
    }
  }

  ResourceList list(ResourceType type, Selector selector) throws SQLException {
    return snapshot(
        () -> {
          List<Resource> items = new ArrayList<>();
          pick(list, type, selector.namespace(), selector.name());
          try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
              Resource resource = Tables.resource(row);
              if (selector.matches(resource)) {
                items.add(resource);
              }
            }
          }
          return new ResourceList(items, readHead().revision());
        });
  }

  Head head() throws SQLException {
    return readHead();
  }

  /**
   * Reads what changed.
   *
   * @param after the revision after which changes count
   * @param deletionsAfter the revision after which deletions count
   * @param budget roughly how many characters of content to hold at once
   */
  Page changes(ResourceType type, Selector selector, long after, long deletionsAfter, long budget)
      throws SQLException {
    return snapshot(
        () -> {
          Head head = readHead();
          List<Row> rows = new ArrayList<>();
          long size = 0;
          pick(changes, type, selector.namespace(), selector.name());
          changes.setLong(6, after);
          changes.setLong(7, deletionsAfter);
          try (ResultSet row = changes.executeQuery()) {
            while (row.next()) {
              if (size > budget) {
                return new Page(rows, head, rows.get(rows.size() - 1).changed(), false);
              }
              Resource resource = Tables.resource(row);
              rows.add(new Row(resource, row.getLong(14), row.getBoolean(15)));
              size += 500L + resource.content().length();
            }
          }
          return new Page(rows, head, head.revision(), true);
        });
  }

  List<Kind> kinds() throws SQLException {
    List<Kind> kinds = new ArrayList<>();
    try (PreparedStatement count =
            sql.once(
                "SELECT api_group, version, kind, count(*) FROM resource"
                    + " GROUP BY api_group, kind, version ORDER BY kind, api_group, version");
        ResultSet row = count.executeQuery()) {
      while (row.next()) {
        kinds.add(
            new Kind(
                new ResourceType(row.getString(1), row.getString(2), row.getString(3)),
                row.getLong(4)));
      }
    }
    return kinds;
  }

  /** Shows all resources, or those of a kind; answers how many. */
  int forEach(String kind, StoreInspector.Visitor visitor) throws SQLException {
    try (PreparedStatement all =
        sql.once(
            "SELECT "
                + Tables.COLUMNS
                + " FROM resource WHERE ?1 = '' OR kind = ?1 COLLATE NOCASE"
                + " ORDER BY api_group, kind, version, namespace, name")) {
      all.setString(1, kind);
      int seen = 0;
      try (ResultSet row = all.executeQuery()) {
        for (; row.next(); seen++) {
          visitor.visit(Tables.resource(row));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return seen;
    }
  }

  long deletions() throws SQLException {
    return number("SELECT count(*) FROM deletion");
  }

  /** What SQLite finds wrong with the file; {@code ok} when nothing is. */
  String integrity() throws SQLException {
    try (PreparedStatement check = sql.once("PRAGMA integrity_check(1)");
        ResultSet row = check.executeQuery()) {
      return row.next() ? row.getString(1) : "no answer";
    }
  }

  private long number(String query) throws SQLException {
    try (PreparedStatement statement = sql.once(query);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private Head readHead() throws SQLException {
    try (ResultSet row = head.executeQuery()) {
      return row.next() ? new Head(row.getLong(1), row.getLong(2)) : new Head(0, 0);
    }
  }

  private <T> T snapshot(Query<T> query) throws SQLException {
    begin.execute();
    try {
      return query.run();
    } finally {
      end.execute();
    }
  }

  private static void pick(
      PreparedStatement statement, ResourceType type, String namespace, String name)
      throws SQLException {
    statement.setString(1, type.group());
    statement.setString(2, type.kind());
    statement.setString(3, type.version());
    statement.setString(4, namespace);
    statement.setString(5, name);
  }
}
