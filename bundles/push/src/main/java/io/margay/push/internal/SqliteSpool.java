package io.margay.push.internal;

import io.margay.push.PushSettings;
import io.margay.push.SecretFiles;
import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.DatabaseFile;
import io.margay.sqlite.DatabaseListener;
import io.margay.sqlite.GroupWriter;
import io.margay.sqlite.Schema;
import io.margay.sqlite.Statements;
import io.margay.sqlite.WritingSession;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records in {@code var/push/push.db}, which survives a power cut at any instant. */
final class SqliteSpool implements Spool, DatabaseListener {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteSpool.class);
  private static final int MOST_WAITING = 1024;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              List.of(
                  """
                  CREATE TABLE target (
                    id INTEGER PRIMARY KEY,
                    method TEXT NOT NULL,
                    name TEXT NOT NULL,
                    records INTEGER NOT NULL,
                    bytes INTEGER NOT NULL,
                    UNIQUE (method, name))""",
                  """
                  CREATE TABLE settings (
                    id INTEGER PRIMARY KEY,
                    path TEXT NOT NULL,
                    data TEXT NOT NULL,
                    UNIQUE (path, data))""",
                  """
                  CREATE TABLE record (
                    target INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    settings INTEGER NOT NULL,
                    content BLOB NOT NULL,
                    PRIMARY KEY (target, number)) WITHOUT ROWID""")));

  private final PushLimits limits;
  private final SecretFiles secrets;
  private final GroupWriter<Session> writer;

  /**
   * @param folder where the file lies
   * @param temporary where SQLite's native code is unpacked
   * @param secrets for the settings of stored records
   */
  SqliteSpool(
      Path folder,
      Path temporary,
      int maxMib,
      PushLimits limits,
      SecretFiles secrets,
      Clock clock) {
    this.limits = limits;
    this.secrets = secrets;
    DatabaseFile file = new DatabaseFile(folder.resolve("push.db"), temporary, maxMib, SCHEMA);
    writer = GroupWriter.start(file, "margay-push-writer", MOST_WAITING, Session::new, this, clock);
  }

  @Override
  public Map<TargetKey, Long> waiting() {
    return writer.call(Session::tidy);
  }

  @Override
  public long last() {
    return writer.call(Session::last);
  }

  @Override
  public CompletableFuture<Outcome> append(TargetKey key, List<Entry> entries) {
    return writer.submit(session -> session.append(key, entries, limits));
  }

  @Override
  public List<Entry> read(TargetKey key, int most) {
    return writer.call(session -> session.read(key, most, secrets));
  }

  @Override
  public Outcome delete(TargetKey key, Collection<Long> numbers) {
    List<Long> copy = List.copyOf(numbers);
    return writer.call(session -> session.delete(key, copy));
  }

  @Override
  public void close() {
    writer.close();
  }

  @Override
  public void opened() {
    // What is in the file is told when its targets are tried.
  }

  @Override
  public void setAside(Path keptAs, String fault) {
    LOG.error(
        "The samples that waited for push targets are damaged ({}); the file is kept as {}, and an"
            + " empty one begun",
        fault,
        keptAs);
  }

  @Override
  public void failed(DatabaseException reason) {
    LOG.error(
        "Samples for push targets cannot be stored: {}; they wait in memory, and the oldest are"
            + " dropped when there are too many",
        reason.getMessage());
  }

  @Override
  public void recovered() {
    LOG.info("Samples for push targets can be stored again");
  }

  /** The statements; used by the writer's thread alone. */
  private static final class Session implements WritingSession {
    private static final int MOST_KNOWN = 10_000;

    private final PreparedStatement targets;
    private final PreparedStatement emptyTargets;
    private final PreparedStatement unusedSettings;
    private final PreparedStatement last;
    private final PreparedStatement findTarget;
    private final PreparedStatement addTarget;
    private final PreparedStatement changeTarget;
    private final PreparedStatement findSettings;
    private final PreparedStatement addSettings;
    private final PreparedStatement insert;
    private final PreparedStatement oldest;
    private final PreparedStatement select;
    private final PreparedStatement remove;
    private final Map<PushSettings, Long> known = new HashMap<>();

    Session(Statements sql) throws SQLException {
      targets = sql.prepare("SELECT method, name, records FROM target WHERE records > 0");
      emptyTargets = sql.prepare("DELETE FROM target WHERE records <= 0");
      unusedSettings =
          sql.prepare("DELETE FROM settings WHERE id NOT IN (SELECT settings FROM record)");
      last = sql.prepare("SELECT coalesce(max(number), 0) FROM record");
      findTarget =
          sql.prepare("SELECT id, records, bytes FROM target WHERE method = ? AND name = ?");
      addTarget =
          sql.prepare(
              "INSERT INTO target (method, name, records, bytes) VALUES (?, ?, 0, 0) RETURNING id");
      changeTarget = sql.prepare("UPDATE target SET records = ?, bytes = ? WHERE id = ?");
      findSettings = sql.prepare("SELECT id FROM settings WHERE path = ? AND data = ?");
      addSettings = sql.prepare("INSERT INTO settings (path, data) VALUES (?, ?) RETURNING id");
      insert =
          sql.prepare("INSERT INTO record (target, number, settings, content) VALUES (?, ?, ?, ?)");
      oldest =
          sql.prepare(
              "SELECT number, length(content) FROM record WHERE target = ? ORDER BY number");
      select =
          sql.prepare(
              "SELECT r.number, r.content, s.id, s.path, s.data FROM record r"
                  + " JOIN settings s ON s.id = r.settings WHERE r.target = ?"
                  + " ORDER BY r.number LIMIT ?");
      remove =
          sql.prepare(
              "DELETE FROM record WHERE target = ? AND number = ? RETURNING length(content)");
    }

    /** What is in the table of targets, or is to be. */
    private record Target(long id, long records, long bytes) {
      Target plus(long moreRecords, long moreBytes) {
        return new Target(id, records + moreRecords, bytes + moreBytes);
      }

      boolean isBeyond(PushLimits limits) {
        return records > limits.storeRecords() || bytes > limits.storeBytes();
      }
    }

    /** Forgets what nothing refers to, and tells how much there is. */
    Map<TargetKey, Long> tidy() throws SQLException {
      emptyTargets.executeUpdate();
      unusedSettings.executeUpdate();
      known.clear();
      Map<TargetKey, Long> waiting = new HashMap<>();
      try (ResultSet row = targets.executeQuery()) {
        while (row.next()) {
          waiting.put(new TargetKey(row.getString(1), row.getString(2)), row.getLong(3));
        }
      }
      return waiting;
    }

    long last() throws SQLException {
      try (ResultSet row = last.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }

    Outcome append(TargetKey key, List<Entry> entries, PushLimits limits) throws SQLException {
      Target target = target(key);
      for (Entry entry : entries) {
        byte[] content = StoredRecord.write(entry.sent());
        insert.setLong(1, target.id());
        insert.setLong(2, entry.number());
        insert.setLong(3, settings(entry.sent().settings()));
        insert.setBytes(4, content);
        insert.executeUpdate();
        target = target.plus(1, content.length);
      }
      Target fitting = remove(target, beyond(limits, target));
      save(fitting);
      long dropped = target.records() - fitting.records();
      return new Outcome(entries.size() - dropped, dropped);
    }

    /** The oldest, as many as have to go. */
    private List<Long> beyond(PushLimits limits, Target all) throws SQLException {
      List<Long> numbers = new ArrayList<>();
      if (all.isBeyond(limits)) {
        Target left = all;
        oldest.setLong(1, all.id());
        try (ResultSet row = oldest.executeQuery()) {
          while (left.isBeyond(limits) && row.next()) {
            numbers.add(row.getLong(1));
            left = left.plus(-1, -row.getLong(2));
          }
        }
      }
      return numbers;
    }

    List<Entry> read(TargetKey key, int most, SecretFiles secrets) throws SQLException {
      List<Entry> entries = new ArrayList<>();
      Map<Long, PushSettings> settings = new HashMap<>();
      select.setLong(1, target(key).id());
      select.setInt(2, most);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(3);
          if (!settings.containsKey(id)) {
            settings.put(
                id, new PushSettings(row.getString(4), FreeForm.read(row.getString(5)), secrets));
          }
          entries.add(
              new Entry(row.getLong(1), StoredRecord.read(row.getBytes(2), settings.get(id))));
        }
      }
      return entries;
    }

    Outcome delete(TargetKey key, List<Long> numbers) throws SQLException {
      Target before = target(key);
      Target left = remove(before, numbers);
      save(left);
      return new Outcome(left.records() - before.records(), 0);
    }

    private Target remove(Target target, List<Long> numbers) throws SQLException {
      Target left = target;
      for (long number : numbers) {
        remove.setLong(1, target.id());
        remove.setLong(2, number);
        try (ResultSet row = remove.executeQuery()) {
          if (row.next()) {
            left = left.plus(-1, -row.getLong(1));
          }
        }
      }
      return left;
    }

    private Target target(TargetKey key) throws SQLException {
      findTarget.setString(1, key.method());
      findTarget.setString(2, key.target());
      try (ResultSet row = findTarget.executeQuery()) {
        if (row.next()) {
          return new Target(row.getLong(1), row.getLong(2), row.getLong(3));
        }
      }
      addTarget.setString(1, key.method());
      addTarget.setString(2, key.target());
      return new Target(onlyNumber(addTarget), 0, 0);
    }

    private void save(Target target) throws SQLException {
      changeTarget.setLong(1, target.records());
      changeTarget.setLong(2, target.bytes());
      changeTarget.setLong(3, target.id());
      changeTarget.executeUpdate();
    }

    private long settings(PushSettings settings) throws SQLException {
      Long there = known.get(settings);
      if (there != null) {
        return there;
      }
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      long id = storedSettings(settings.path(), FreeForm.write(settings.data()));
      known.put(settings, id);
      return id;
    }

    private long storedSettings(String path, String data) throws SQLException {
      findSettings.setString(1, path);
      findSettings.setString(2, data);
      try (ResultSet row = findSettings.executeQuery()) {
        if (row.next()) {
          return row.getLong(1);
        }
      }
      addSettings.setString(1, path);
      addSettings.setString(2, data);
      return onlyNumber(addSettings);
    }

    private static long onlyNumber(PreparedStatement statement) throws SQLException {
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
