package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.Owner;
import io.margay.meta.Precondition;
import io.margay.meta.Resource;
import io.margay.meta.ResourceKey;
import io.margay.meta.ResourceType;
import io.margay.sqlite.Statements;
import io.margay.sqlite.WritingSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is written, as prepared statements on the connection that writes. */
final class WriteSession implements WritingSession {
  private final Clock clock;
  private final int deletionsKept;
  private final CommitListener listener;
  private final ReadSession read;
  private final PreparedStatement setHead;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement updateStatus;
  private final PreparedStatement bury;
  private final PreparedStatement delete;
  private final PreparedStatement oldestTooMany;
  private final PreparedStatement forgetUpTo;
  private final Set<ResourceType> changed = new HashSet<>();
  private ReadSession.Head stored;
  private long revision;
  private long compacted;
  private int deletionsSinceTrim;

  /**
   * @param deletionsKept how many deletions are remembered for watchers
   */
  WriteSession(Statements sql, Clock clock, int deletionsKept, CommitListener listener)
      throws SQLException {
    this.clock = clock;
    this.deletionsKept = deletionsKept;
    this.listener = listener;
    read = new ReadSession(sql);
    setHead = sql.prepare("UPDATE store SET revision = ?, compacted = ?");
    insert =
        sql.prepare(
            "INSERT INTO resource ("
                + Tables.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    String one = " WHERE api_group = ? AND version = ? AND kind = ? AND namespace = ? AND name = ?";
    update =
        sql.prepare(
            "UPDATE resource SET revision = ?, generation = ?, labels = ?, content = ?" + one);
    updateStatus = sql.prepare("UPDATE resource SET revision = ?, status = ?" + one);
    bury =
        sql.prepare(
            "INSERT INTO deletion ("
                + Tables.COLUMNS
                + ", deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    delete = sql.prepare("DELETE FROM resource" + one);
    oldestTooMany =
        sql.prepare("SELECT deleted FROM deletion ORDER BY deleted DESC LIMIT 1 OFFSET ?");
    forgetUpTo = sql.prepare("DELETE FROM deletion WHERE deleted <= ?");
    stored = read.head();
    revision = stored.revision();
    compacted = stored.compacted();
  }

  /**
   * Makes changes together or not at all, within the transaction.
   *
   * @throws MetaException when they may not be made
   */
  List<Optional<Resource>> applyBatch(List<CheckedChange> changes) throws SQLException {
    List<Optional<Resource>> results = new ArrayList<>(changes.size());
    long before = revision;
    boolean made = false;
    try {
      for (CheckedChange change : changes) {
        results.add(apply(change));
      }
      made = true;
    } finally {
      if (!made) {
        revision = before;
      }
    }
    for (CheckedChange change : changes) {
      changed.add(change.change().key().type());
      deletionsSinceTrim += change.change() instanceof Change.Delete ? 1 : 0;
    }
    return results;
  }

  @Override
  public void beforeCommit() throws SQLException {
    trim();
    if (revision != stored.revision() || compacted != stored.compacted()) {
      setHead.setLong(1, revision);
      setHead.setLong(2, compacted);
      setHead.executeUpdate();
    }
  }

  @Override
  public void committed() {
    boolean news = revision != stored.revision();
    stored = new ReadSession.Head(revision, compacted);
    if (news) {
      listener.committed(Set.copyOf(changed), revision);
    }
    changed.clear();
  }

  /** Forgets all deletions: a watcher can list again, a write cannot be made again. */
  @Override
  public void makeRoom() throws SQLException {
    keepDeletions(0);
    beforeCommit();
  }

  /** Trims now and then only, as finding the oldest one to keep means counting them. */
  private void trim() throws SQLException {
    if (deletionsSinceTrim > deletionsKept / 10) {
      keepDeletions(deletionsKept);
      deletionsSinceTrim = 0;
    }
  }

  private void keepDeletions(int kept) throws SQLException {
    oldestTooMany.setInt(1, kept);
    try (ResultSet row = oldestTooMany.executeQuery()) {
      if (row.next()) {
        compacted = row.getLong(1);
        forgetUpTo.setLong(1, compacted);
        forgetUpTo.executeUpdate();
      }
    }
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
