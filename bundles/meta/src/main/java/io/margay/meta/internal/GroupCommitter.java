package io.margay.meta.internal;

import io.margay.meta.Change;
import io.margay.meta.MetaException;
import io.margay.meta.MetaException.Unavailable;
import io.margay.meta.Resource;
import io.margay.meta.ResourceType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: puts the batches that wait into one transaction, so that many callers share one
 * flush of the disk, and wakes the callers when it is durable.
 *
 * <p>A batch that may not be made leaves its neighbours alone. When the database fails on a group,
 * each batch is tried again by itself.
 */
final class GroupCommitter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommitter.class);
  private static final int MOST_WAITING = 1024;
  private static final int LARGEST_GROUP = 256;
  private static final Batch STOP = new Batch(List.of());

  private final Database database;
  private final int deletionsKept;
  private final Listener listener;
  private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread = new Thread(this::run, "margay-meta-writer");
  private volatile boolean closed;
  private int deletionsSinceTrim;
  private int opened;

  /** Is told what became durable, on the writer's thread; must not block. */
  interface Listener {
    void committed(Set<ResourceType> types, long revision);

    /** The file was opened anew: anything may have come to light. */
    void reopened();
  }

  GroupCommitter(Database database, int deletionsKept, Listener listener) {
    this.database = database;
    this.deletionsKept = deletionsKept;
    this.listener = listener;
    opened = database.opened();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Makes changes together or not at all, and blocks until they are durable. An interrupt does not
   * end the wait, which the writer bounds.
   */
  List<Optional<Resource>> apply(List<CheckedChange> changes) {
    Batch batch = new Batch(changes);
    boolean interrupted = false;
    try {
      boolean queued = false;
      while (true) {
        try {
          if (!queued) {
            enqueue(batch);
            queued = true;
          }
          return batch.done.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes what waits durable, and ends. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        waiting.put(STOP);
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    fail(waiting, new Unavailable("the store is closed"));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Batch {
    final List<CheckedChange> changes;
    final CompletableFuture<List<Optional<Resource>>> done = new CompletableFuture<>();

    Batch(List<CheckedChange> changes) {
      this.changes = changes;
    }
  }

  private record Made(Batch batch, List<Optional<Resource>> resources) {}

  private record Refused(Batch batch, MetaException reason) {}

  private void enqueue(Batch batch) throws InterruptedException {
    if (!closed) {
      waiting.put(batch);
    }
    if (closed && (waiting.remove(batch) || !thread.isAlive())) {
      batch.done.completeExceptionally(new Unavailable("the store is closed"));
    }
  }

  private void run() {
    List<Batch> group = new ArrayList<>();
    boolean running = true;
    while (running) {
      try {
        group.add(waiting.take());
      } catch (InterruptedException e) {
        log.debug("The writer does not end by an interrupt");
        continue;
      }
      waiting.drainTo(group, LARGEST_GROUP - 1);
      while (group.remove(STOP)) {
        running = false;
      }
      if (!group.isEmpty()) {
        write(group);
      }
      group.clear();
    }
  }

  private void write(List<Batch> group) {
    try {
      commit(group);
    } catch (Unavailable e) {
      fail(group, e);
    } catch (SQLException e) {
      if (Database.isFull(e)) {
        forgetDeletions();
      }
      group.forEach(this::writeAlone);
    } catch (RuntimeException | Error e) {
      giveUp(group, e);
    }
  }

  private void writeAlone(Batch batch) {
    try {
      commit(List.of(batch));
    } catch (Unavailable e) {
      fail(List.of(batch), e);
    } catch (SQLException e) {
      fail(List.of(batch), database.unavailable(e));
    } catch (RuntimeException | Error e) {
      giveUp(List.of(batch), e);
    }
  }

  private void giveUp(List<Batch> batches, Throwable e) {
    log.error("The writer met an error of its own; the file is opened again", e);
    database.broken();
    fail(batches, e);
  }

  private void commit(List<Batch> group) throws SQLException {
    WriteSession session = database.writer();
    if (opened != database.opened()) {
      opened = database.opened();
      listener.reopened();
    }
    long before = session.revision();
    List<Made> made = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    try {
      session.begin();
      for (Batch batch : group) {
        try {
          made.add(new Made(batch, session.applyBatch(batch.changes)));
        } catch (MetaException e) {
          refused.add(new Refused(batch, e));
        }
      }
      trim(session, made);
      session.commit();
    } catch (SQLException e) {
      database.rollBack();
      throw e;
    }
    if (session.revision() != before) {
      database.works();
      listener.committed(types(made), session.revision());
    }
    made.forEach(batch -> batch.batch().done.complete(batch.resources()));
    refused.forEach(batch -> batch.batch().done.completeExceptionally(batch.reason()));
  }

  /** Trims now and then only, as finding the oldest one to keep means counting them. */
  private void trim(WriteSession session, List<Made> made) throws SQLException {
    for (Made batch : made) {
      for (CheckedChange change : batch.batch().changes) {
        deletionsSinceTrim += change.change() instanceof Change.Delete ? 1 : 0;
      }
    }
    if (deletionsSinceTrim > deletionsKept / 10) {
      session.keepDeletions(deletionsKept);
      deletionsSinceTrim = 0;
    }
  }

  private void forgetDeletions() {
    WriteSession session = database.writer();
    try {
      session.begin();
      session.keepDeletions(0);
      session.commit();
    } catch (SQLException e) {
      log.debug("No space was won by forgetting deletions: {}", e.toString());
      database.rollBack();
    }
  }

  private static Set<ResourceType> types(List<Made> made) {
    Set<ResourceType> types = new HashSet<>();
    for (Made batch : made) {
      batch.batch().changes.forEach(change -> types.add(change.change().key().type()));
    }
    return types;
  }

  private static void fail(Iterable<Batch> batches, Throwable reason) {
    batches.forEach(batch -> batch.done.completeExceptionally(reason));
  }
}
