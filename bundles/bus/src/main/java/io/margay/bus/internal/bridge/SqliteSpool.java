package io.margay.bus.internal.bridge;

import io.margay.bus.Payload;
import io.margay.bus.QoS;
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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps parcels in {@code var/bus/bridge.db}, which survives a power cut at any instant. */
final class SqliteSpool implements Spool, DatabaseListener {
  /**
   * How much is kept.
   *
   * @param messages at most
   * @param bytes of topics and payloads together
   */
  record Bounds(long messages, long bytes) {
    Bounds {
      atLeastOne("storeMessages", messages);
      atLeastOne("storeBytes", bytes);
    }

    private static void atLeastOne(String key, long found) {
      if (found < 1) {
        throw new IllegalArgumentException(key + ": found " + found + ", expected at least 1");
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SqliteSpool.class);
  private static final int MOST_WAITING = 16;
  private static final long MIB = 1 << 20;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              List.of(
                  """
                  CREATE TABLE parcel (
                    number INTEGER PRIMARY KEY,
                    topic TEXT NOT NULL,
                    payload BLOB NOT NULL,
                    qos INTEGER NOT NULL,
                    retain INTEGER NOT NULL,
                    bytes INTEGER NOT NULL)""")));

  private final Bounds bounds;
  private final GroupWriter<Session> writer;
  private volatile Totals totals = new Totals(0, 0, 0);
  private boolean counted;

  /** What is in the file, or how much more or less it is than before. */
  private record Totals(long messages, long bytes, long last) {
    Totals plus(Totals more) {
      return new Totals(messages + more.messages, bytes + more.bytes, Math.max(last, more.last));
    }
  }

  /**
   * @param folder where the file lies
   * @param temporary where SQLite's native code is unpacked
   */
  SqliteSpool(Path folder, Path temporary, Bounds bounds, Clock clock) {
    this.bounds = bounds;
    DatabaseFile file =
        new DatabaseFile(folder.resolve("bridge.db"), temporary, mebibytes(bounds), SCHEMA);
    writer =
        GroupWriter.start(
            file, "margay-bus-bridge-writer", MOST_WAITING, Session::new, this, clock);
    try {
      count();
    } catch (DatabaseException e) {
      return; // told by the listener; counted when the file can be opened
    }
  }

  private void count() {
    if (!counted) {
      totals = writer.call(Session::totals);
      counted = true;
    }
  }

  /** Room for the bounds, and for pages that are not full. */
  private static int mebibytes(Bounds bounds) {
    return (int)
        Math.min(Integer.MAX_VALUE, 16 + 2 * (bounds.bytes() / MIB) + bounds.messages() / 4096);
  }

  @Override
  public int append(List<Parcel> parcels) {
    count();
    List<Parcel> fitting =
        parcels.stream().filter(parcel -> parcel.bytes() <= bounds.bytes()).toList();
    Totals before = totals;
    Totals change = writer.call(session -> session.append(fitting, before, bounds));
    totals = before.plus(change);
    return (int) (parcels.size() - change.messages());
  }

  @Override
  public List<Parcel> read(long after, int most) {
    return writer.call(session -> session.read(after, most));
  }

  @Override
  public void delete(Collection<Long> numbers) {
    count();
    List<Long> copy = List.copyOf(numbers);
    totals = totals.plus(writer.call(session -> session.delete(copy)));
  }

  @Override
  public long last() {
    return totals.last();
  }

  @Override
  public long messages() {
    return totals.messages();
  }

  @Override
  public long bytes() {
    return totals.bytes();
  }

  @Override
  public void close() {
    writer.close();
  }

  @Override
  public void opened() {
    // What is in the file is told when the link is.
  }

  @Override
  public void setAside(Path keptAs, String fault) {
    LOG.error(
        "The messages that waited for the other broker are damaged ({}); the file is kept as {},"
            + " and an empty one begun",
        fault,
        keptAs);
  }

  @Override
  public void failed(DatabaseException reason) {
    LOG.error(
        "Messages for the other broker cannot be stored: {}; they wait in memory, and the oldest"
            + " are dropped when there are too many",
        reason.getMessage());
  }

  @Override
  public void recovered() {
    LOG.info("Messages for the other broker can be stored again");
  }

  /** The statements; used by the writer's thread alone. */
  private static final class Session implements WritingSession {
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement oldest;
    private final PreparedStatement remove;
    private final PreparedStatement sums;

    Session(Statements sql) throws SQLException {
      insert =
          sql.prepare(
              "INSERT INTO parcel (number, topic, payload, qos, retain, bytes)"
                  + " VALUES (?, ?, ?, ?, ?, ?)");
      select =
          sql.prepare(
              "SELECT number, topic, payload, qos, retain FROM parcel WHERE number > ?"
                  + " ORDER BY number LIMIT ?");
      oldest = sql.prepare("SELECT number, bytes FROM parcel ORDER BY number");
      remove = sql.prepare("DELETE FROM parcel WHERE number = ? RETURNING bytes");
      sums =
          sql.prepare(
              "SELECT count(*), coalesce(sum(bytes), 0), coalesce(max(number), 0) FROM parcel");
    }

    /** Answers how much more or less there is then. */
    Totals append(List<Parcel> parcels, Totals before, Bounds bounds) throws SQLException {
      Totals change = new Totals(0, 0, 0);
      for (Parcel parcel : parcels) {
        insert.setLong(1, parcel.number());
        insert.setString(2, parcel.topic());
        insert.setBytes(3, bytes(parcel.payload()));
        insert.setInt(4, parcel.qos().level());
        insert.setBoolean(5, parcel.retain());
        insert.setLong(6, parcel.bytes());
        insert.executeUpdate();
        change = change.plus(new Totals(1, parcel.bytes(), parcel.number()));
      }
      return change.plus(delete(beyond(bounds, before.plus(change))));
    }

    /** The oldest, as many as have to go. */
    private List<Long> beyond(Bounds bounds, Totals all) throws SQLException {
      long messages = all.messages();
      long bytes = all.bytes();
      List<Long> numbers = new ArrayList<>();
      if (messages > bounds.messages() || bytes > bounds.bytes()) {
        try (ResultSet row = oldest.executeQuery()) {
          while ((messages > bounds.messages() || bytes > bounds.bytes()) && row.next()) {
            numbers.add(row.getLong(1));
            bytes -= row.getLong(2);
            messages--;
          }
        }
      }
      return numbers;
    }

    private static byte[] bytes(Payload payload) {
      byte[] bytes = new byte[payload.size()];
      payload.asByteBuffer().get(bytes);
      return bytes;
    }

    List<Parcel> read(long after, int most) throws SQLException {
      select.setLong(1, after);
      select.setInt(2, most);
      List<Parcel> parcels = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          parcels.add(
              new Parcel(
                  row.getLong(1),
                  row.getString(2),
                  Payload.of(row.getBytes(3)),
                  QoS.ofLevel(row.getInt(4)),
                  row.getBoolean(5)));
        }
      }
      return parcels;
    }

    /** Answers how much less there is then. */
    Totals delete(List<Long> numbers) throws SQLException {
      Totals change = new Totals(0, 0, 0);
      for (long number : numbers) {
        remove.setLong(1, number);
        try (ResultSet row = remove.executeQuery()) {
          if (row.next()) {
            change = change.plus(new Totals(-1, -row.getLong(1), 0));
          }
        }
      }
      return change;
    }

    Totals totals() throws SQLException {
      try (ResultSet row = sums.executeQuery()) {
        row.next();
        return new Totals(row.getLong(1), row.getLong(2), row.getLong(3));
      }
    }
  }
}
