package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, used by the writer's thread alone.
 *
 * <p>After an {@link SQLException} sqlite-jdbc has closed the statement that failed; only {@link
 * #rolledBack} gives a session that works.
 */
final class WriteSession implements AutoCloseable {
  private final Connection connection;
  private final Clock clock;
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final ReadSession read;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement savepoint;
  private final PreparedStatement release;
  private final PreparedStatement rollbackToSavepoint;
  private final PreparedStatement setHead;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement updateStatus;
  private final PreparedStatement bury;
  private final PreparedStatement delete;
  private final PreparedStatement oldestTooMany;
  private final PreparedStatement forgetUpTo;
  private ReadSession.Head stored;
  private long revision;
  private long compacted;

  WriteSession(Connection connection, Clock clock) throws SQLException {
    this.connection = connection;
    this.clock = clock;
    read = new ReadSession(connection);
    begin = prepare("BEGIN IMMEDIATE");
    commit = prepare("COMMIT");
    savepoint = prepare("SAVEPOINT batch");
    release = prepare("RELEASE batch");
    rollbackToSavepoint = prepare("ROLLBACK TO batch");
    setHead = prepare("UPDATE store SET revision = ?, compacted = ?");
    insert =
        prepare(
            "INSERT INTO resource ("
                + Tables.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    String one = " WHERE api_group = ? AND version = ? AND kind = ? AND namespace = ? AND name = ?";
    update =
        prepare("UPDATE resource SET revision = ?, generation = ?, labels = ?, content = ?" + one);
    updateStatus = prepare("UPDATE resource SET revision = ?, status = ?" + one);
    bury =
        prepare(
            "INSERT INTO deletion ("
                + Tables.COLUMNS
                + ", deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    delete = prepare("DELETE FROM resource" + one);
    oldestTooMany = prepare("SELECT deleted FROM deletion ORDER BY deleted DESC LIMIT 1 OFFSET ?");
    forgetUpTo = prepare("DELETE FROM deletion WHERE deleted <= ?");
    stored = read.head();
    revision = stored.revision();
    compacted = stored.compacted();
  }

  /** The newest revision, of changes that are not committed yet too. */
  long revision() {
    return revision;
  }

  void begin() throws SQLException {
    begin.execute();
  }

  /** Makes all changes since {@link #begin} durable. */
  void commit() throws SQLException {
    if (revision != stored.revision() || compacted != stored.compacted()) {
      setHead.setLong(1, revision);
      setHead.setLong(2, compacted);
      setHead.executeUpdate();
    }
    commit.execute();
    stored = new ReadSession.Head(revision, compacted);
  }

  /** Undoes all changes since {@link #begin}, and gives the session to go on with. */
  WriteSession rolledBack() throws SQLException {
    read.closeStatements();
    for (PreparedStatement statement : statements) {
      statement.close();
    }
    try (Statement statement = connection.createStatement()) {
      if (!isRolledBack(statement)) {
        statement.execute("ROLLBACK");
      }
    }
    return new WriteSession(connection, clock);
  }

  /**
   * Makes changes together or not at all, within the transaction.
   *
   * @throws MetaException when they may not be made; none of them was
   * @throws SQLException when the database failed; the transaction must be rolled back
   */
  List<Optional<Resource>> applyBatch(List<CheckedChange> changes) throws SQLException {
    List<Optional<Resource>> results = new ArrayList<>(changes.size());
    long before = revision;
    savepoint.execute();
    try {
      for (CheckedChange change : changes) {
        results.add(apply(change));
      }
    } catch (MetaException e) {
      rollbackToSavepoint.execute();
      revision = before;
      release.execute();
      throw e;
    }
    release.execute();
    return results;
  }

  /** Forgets deletions so that at most so many are remembered. */
  void keepDeletions(int kept) throws SQLException {
    oldestTooMany.setInt(1, kept);
    try (ResultSet row = oldestTooMany.executeQuery()) {
      if (row.next()) {
        compacted = row.getLong(1);
        forgetUpTo.setLong(1, compacted);
        forgetUpTo.executeUpdate();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Some failures, a full disk among them, end the transaction (sqlite.org/lang_transaction). */
  private static boolean isRolledBack(Statement statement) throws SQLException {
    try {
      statement.execute("BEGIN");
      statement.execute("COMMIT");
      return true;
    } catch (SQLException withinATransaction) {
      return false;
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statements.add(statement);
    return statement;
  }

  private Optional<Resource> apply(CheckedChange checked) throws SQLException {
    Change change = checked.change();
    @Nullable Resource found = read.get(change.key()).orElse(null);
    if (change instanceof Change.Put put) {
      checkPrecondition(put, found);
      return Optional.of(found == null ? create(put, checked) : replace(put, checked, found));
    }
    if (change instanceof Change.PutStatus put) {
      if (found == null) {
        throw new MetaException.NotFound(put.key());
      }
      checkPrecondition(put, found);
      return Optional.of(replaceStatus(put.status(), found));
    }
    Change.Delete gone = (Change.Delete) change;
    if (found == null) {
      return Optional.empty();
    }
    checkPrecondition(gone, found);
    checkOwner(found, gone.owner(), "delete");
    remove(found);
    return Optional.of(found);
  }

  private Resource create(Change.Put put, CheckedChange checked) throws SQLException {
    Resource made =
        new Resource(
            put.key(),
            UUID.randomUUID().toString(),
            put.owner(),
            ++revision,
            1,
            checked.labels(),
            Instant.ofEpochMilli(clock.millis()),
            put.content(),
            null);
    bindAll(insert, made);
    insert.executeUpdate();
    return made;
  }

  private Resource replace(Change.Put put, CheckedChange checked, Resource found)
      throws SQLException {
    checkOwner(found, put.owner(), "change");
    if (Json.equal(found.content(), put.content())) {
      return found;
    }
    Resource replaced =
        new Resource(
            found.key(),
            found.uid(),
            found.owner(),
            ++revision,
            found.generation() + 1,
            checked.labels(),
            found.created(),
            put.content(),
            found.status());
    update.setLong(1, replaced.revision());
    update.setLong(2, replaced.generation());
    update.setString(3, Labels.encode(replaced.labels()));
    update.setString(4, replaced.content());
    bindKey(update, 5, replaced.key());
    update.executeUpdate();
    return replaced;
  }

  private Resource replaceStatus(String status, Resource found) throws SQLException {
    if (found.status() != null && Json.equal(found.status(), status)) {
      return found;
    }
    Resource replaced =
        new Resource(
            found.key(),
            found.uid(),
            found.owner(),
            ++revision,
            found.generation(),
            found.labels(),
            found.created(),
            found.content(),
            status);
    updateStatus.setLong(1, replaced.revision());
    updateStatus.setString(2, status);
    bindKey(updateStatus, 3, replaced.key());
    updateStatus.executeUpdate();
    return replaced;
  }

  /** Deletes first, so that a full file has room for the memory of what was deleted. */
  private void remove(Resource found) throws SQLException {
    bindKey(delete, 1, found.key());
    delete.executeUpdate();
    bindAll(bury, found);
    bury.setLong(14, ++revision);
    bury.executeUpdate();
  }

  private static void checkOwner(Resource found, Owner owner, String verb) {
    if (found.owner() != owner) {
      throw new MetaException.Conflict(
          found.key()
              + " is owned by "
              + found.owner()
              + "; "
              + owner
              + " may not "
              + verb
              + " it");
    }
  }

  private static void checkPrecondition(Change change, @Nullable Resource found) {
    Precondition wanted = change.precondition();
    if (found == null) {
      if (wanted.revision() != null || wanted.uid() != null) {
        throw new MetaException.NotFound(change.key());
      }
      return;
    }
    if (wanted.absent()) {
      throw new MetaException.Conflict(found.key() + " exists already");
    }
    if (wanted.uid() != null && !wanted.uid().equals(found.uid())) {
      throw new MetaException.Conflict(
          found.key() + " is another resource now: uid " + found.uid() + ", not " + wanted.uid());
    }
    if (wanted.revision() != null && wanted.revision() != found.revision()) {
      throw new MetaException.Conflict(
          found.key()
              + " has changed: it is at revision "
              + found.revision()
              + ", not "
              + wanted.revision());
    }
  }

  private static void bindKey(PreparedStatement statement, int from, ResourceKey key)
      throws SQLException {
    statement.setString(from, key.type().group());
    statement.setString(from + 1, key.type().version());
    statement.setString(from + 2, key.type().kind());
    statement.setString(from + 3, key.namespace());
    statement.setString(from + 4, key.name());
  }

  private static void bindAll(PreparedStatement statement, Resource resource) throws SQLException {
    bindKey(statement, 1, resource.key());
    statement.setString(6, resource.uid());
    statement.setString(7, resource.owner().toString());
    statement.setLong(8, resource.revision());
    statement.setLong(9, resource.generation());
    statement.setString(10, Labels.encode(resource.labels()));
    statement.setLong(11, resource.created().toEpochMilli());
    statement.setString(12, resource.content());
    statement.setString(13, resource.status());
  }
}
