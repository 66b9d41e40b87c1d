package io.margay.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small owner of a database file, for tests: a table of texts. */
final class Notes implements AutoCloseable, DatabaseListener {
  static final Schema FIRST =
      new Schema(List.of(List.of("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")));
  final List<String> heard = new CopyOnWriteArrayList<>();
  final DatabaseFile file;
  final Readers<Reading> readers;
  final GroupWriter<Writing> writer;

  Notes(Path path, int maxMib, Schema schema, int mostWaiting, Clock clock) {
    file = new DatabaseFile(path, path.resolveSibling("tmp"), maxMib, schema);
    readers = new Readers<>(file, 2, Reading::new);
    writer = GroupWriter.start(file, "notes-writer", mostWaiting, Writing::new, this, clock);
  }

  static Notes open(Path path) {
    return new Notes(path, 16, FIRST, 100, Clock.systemUTC());
  }

  List<String> texts() {
    return readers.read(Reading::texts, List.of());
  }

  @Override
  public void opened() {
    heard.add("opened");
  }

  @Override
  public void setAside(Path keptAs, String fault) {
    heard.add("set aside as " + keptAs.getFileName());
  }

  @Override
  public void failed(DatabaseException reason) {
    heard.add("failed: " + reason.failure());
  }

  @Override
  public void recovered() {
    heard.add("recovered");
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  static final class Reading {
    private final PreparedStatement all;

    Reading(Statements sql) throws SQLException {
      all = sql.prepare("SELECT text FROM note ORDER BY id");
    }

    List<String> texts() throws SQLException {
      List<String> texts = new ArrayList<>();
      try (ResultSet row = all.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
      return texts;
    }
  }

  static final class Writing implements WritingSession {
    private final PreparedStatement insert;
    private final PreparedStatement deleteSpare;
    int commits;

    Writing(Statements sql) throws SQLException {
      insert = sql.prepare("INSERT INTO note (text) VALUES (?)");
      deleteSpare = sql.prepare("DELETE FROM note WHERE text LIKE 'spare%'");
    }

    /** Answers how many transactions this session has committed before. */
    int add(String text) throws SQLException {
      insert.setString(1, text);
      insert.executeUpdate();
      return commits;
    }

    @Override
    public void committed() {
      commits++;
    }

    @Override
    public void makeRoom() throws SQLException {
      deleteSpare.executeUpdate();
    }
  }
}
