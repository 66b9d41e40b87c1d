package io.margay.bus.internal.store;

import io.margay.sqlite.Schema;
import java.util.List;

/** The tables of the journal. Times are those of {@link LastingClock}. */
final class Tables {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              List.of(
                  """
                  CREATE TABLE clock (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    lasting INTEGER NOT NULL,
                    wall INTEGER NOT NULL)
                  """,
                  """
                  CREATE TABLE session (
                    number INTEGER PRIMARY KEY,
                    client TEXT NOT NULL,
                    user TEXT NOT NULL,
                    expiry INTEGER NOT NULL,
                    absent INTEGER NOT NULL,
                    sent INTEGER NOT NULL DEFAULT 0,
                    will BLOB,
                    will_delay INTEGER NOT NULL,
                    will_due INTEGER NOT NULL)
                  """,
                  """
                  CREATE TABLE subscription (
                    session INTEGER NOT NULL,
                    filter TEXT NOT NULL,
                    qos INTEGER NOT NULL,
                    no_local INTEGER NOT NULL,
                    as_published INTEGER NOT NULL,
                    retained TEXT NOT NULL,
                    identifiers TEXT NOT NULL,
                    PRIMARY KEY (session, filter)) WITHOUT ROWID
                  """,
                  """
                  CREATE TABLE message (
                    session INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    qos INTEGER NOT NULL,
                    identifiers TEXT NOT NULL,
                    deadline INTEGER NOT NULL,
                    message BLOB,
                    PRIMARY KEY (session, number)) WITHOUT ROWID
                  """,
                  """
                  CREATE TABLE received (
                    session INTEGER NOT NULL,
                    packet INTEGER NOT NULL,
                    PRIMARY KEY (session, packet)) WITHOUT ROWID
                  """,
                  """
                  CREATE TABLE retained (
                    topic TEXT PRIMARY KEY,
                    deadline INTEGER NOT NULL,
                    message BLOB NOT NULL)
                  """)));

  private Tables() {}
}
