package io.margay.meta.internal;

import io.margay.meta.Owner;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.sqlite.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The tables, how they grew from version to version, and how a row becomes a resource.
 *
 * <p>{@code store} holds one row: the newest revision, and the newest deletion that is no longer
 * remembered. {@code deletion} remembers deleted resources, so that watchers hear of them.
 */
final class Tables {
  /** The columns of a resource, in the order that {@link #resource} reads. */
  static final String COLUMNS =
      "api_group, version, kind, namespace, name, uid, owner, revision, generation, labels,"
          + " created, content, status";

  private static final String COLUMN_TYPES =
      """
      api_group TEXT NOT NULL,
      version TEXT NOT NULL,
      kind TEXT NOT NULL,
      namespace TEXT NOT NULL,
      name TEXT NOT NULL,
      uid TEXT NOT NULL,
      owner TEXT NOT NULL,
      revision INTEGER NOT NULL,
      generation INTEGER NOT NULL,
      labels TEXT NOT NULL,
      created INTEGER NOT NULL,
      content TEXT NOT NULL,
      status TEXT
      """;

  /** How the tables grew. */
  static final Schema SCHEMA =
      new Schema(
          List.of(
              List.of(
                  "CREATE TABLE store (id INTEGER PRIMARY KEY CHECK (id = 1),"
                      + " revision INTEGER NOT NULL, compacted INTEGER NOT NULL)",
                  "INSERT INTO store VALUES (1, 0, 0)",
                  "CREATE TABLE resource ("
                      + COLUMN_TYPES
                      + ", PRIMARY KEY (api_group, kind, version, namespace, name))",
                  "CREATE UNIQUE INDEX resource_revision"
                      + " ON resource (api_group, kind, version, revision)",
                  "CREATE TABLE deletion (deleted INTEGER PRIMARY KEY, " + COLUMN_TYPES + ")",
                  "CREATE INDEX deletion_type ON deletion (api_group, kind, version, deleted)")));

  private Tables() {}

  /** The resource in the current row, whose columns begin with {@link #COLUMNS}. */
  static Resource resource(ResultSet row) throws SQLException {
    return new Resource(
        new ResourceKey(
            new ResourceType(row.getString(1), row.getString(2), row.getString(3)),
            row.getString(4),
            row.getString(5)),
        row.getString(6),
        Owner.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
        row.getLong(8),
        row.getLong(9),
        Labels.decode(row.getString(10)),
        Instant.ofEpochMilli(row.getLong(11)),
        row.getString(12),
        row.getString(13));
  }
}
