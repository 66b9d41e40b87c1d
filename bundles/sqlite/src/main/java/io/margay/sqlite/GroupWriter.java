package io.margay.sqlite;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a file: puts the tasks that wait into one transaction, so that many callers
 * share one flush of the disk, and tells each when it is durable.
 *
 * <p>A task that throws leaves its neighbours alone. When the database fails on a group, each task
 * is tried again by itself, and its failure is its own.
 */
public final class GroupWriter<S extends WritingSession> implements AutoCloseable {
  private static final int LARGEST_GROUP = 256;

  private final DatabaseFile file;
  private final WritingConnection<S> connection;
  private final BlockingQueue<Entry<S, ?>> waiting;
  private final Entry<S, Object> stop = new Entry<>(session -> new Object());
  private final Thread thread;
  private volatile boolean closed;

  private GroupWriter(
      String threadName, int mostWaiting, DatabaseFile file, WritingConnection<S> connection) {
    this.file = file;
    this.connection = connection;
    waiting = new ArrayBlockingQueue<>(mostWaiting);
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
  }

  /**
   * Something that is done together or not at all. Runs on the writer's thread, within a
   * transaction that it must not end.
   *
   * <p>A {@link RuntimeException} undoes it and is given to whoever waits for it. It may run again
   * after the transaction has failed, in a new session.
   */
  @FunctionalInterface
  public interface Task<S, T> {
    T run(S session) throws SQLException;
  }

  /**
   * Opens the file, brings its tables up to date, and starts the thread that writes. When the file
   * cannot be opened, the listener hears why, and tasks fail until it can.
   *
   * @param mostWaiting how many tasks may wait
   */
  public static <S extends WritingSession> GroupWriter<S> start(
      DatabaseFile file,
      String threadName,
      int mostWaiting,
      SessionFactory<S> sessions,
      DatabaseListener listener,
      Clock clock) {
    WritingConnection<S> connection = new WritingConnection<>(file, sessions, listener, clock);
    GroupWriter<S> writer = new GroupWriter<>(threadName, mostWaiting, file, connection);
    connection.tryOpen();
    writer.thread.start();
    return writer;
  }

  /**
   * Does a task and blocks until it is durable. An interrupt does not end the wait, which the
   * writer bounds.
   *
   * @throws DatabaseException when it could not be made durable
   * @throws RuntimeException that the task threw
   */
  public <T> T call(Task<S, T> task) {
    Entry<S, T> entry = new Entry<>(task);
    boolean interrupted = false;
    try {
      boolean queued = false;
      while (true) {
        try {
          if (!queued) {
            waitForPlace(entry);
            queued = true;
          }
          return entry.done.get();
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

  /**
   * Queues a task and returns at once. Tasks are done in the order in which they were queued.
   *
   * @return completed on the writer's thread when the task is durable, so what follows on it must
   *     not block; failed with a {@link DatabaseException} or what the task threw. It has failed
   *     with {@link Failure#BUSY} when too many tasks wait
   */
  public <T> CompletableFuture<T> submit(Task<S, T> task) {
    Entry<S, T> entry = new Entry<>(task);
    if (closed) {
      entry.fail(closedException());
    } else if (waiting.offer(entry)) {
      failWhenClosed(entry);
    } else {
      entry.fail(
          new DatabaseException(
              Failure.BUSY, file.path() + ": " + waiting.size() + " writes wait already", null));
    }
    return entry.done;
  }

  /** Makes what waits durable, and ends. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        waiting.put(stop);
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting.forEach(entry -> entry.fail(closedException()));
    connection.giveUp();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A task, and who waits for it. */
  private static final class Entry<S, T> {
    private final Task<S, T> task;
    final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    Entry(Task<S, T> task) {
      this.task = task;
    }

    void run(WritingConnection.Opened<S> opened) throws SQLException {
      result = null;
      refusal = null;
      opened.savepoint.execute();
      try {
        result = task.run(opened.session);
      } catch (RuntimeException e) {
        refusal = e;
        opened.rollbackToSavepoint.execute();
      }
      opened.release.execute();
    }

    void tell() {
      if (refusal == null) {
        done.complete(result);
      } else {
        done.completeExceptionally(refusal);
      }
    }

    void fail(Throwable reason) {
      done.completeExceptionally(reason);
    }
  }

  private void waitForPlace(Entry<S, ?> entry) throws InterruptedException {
    if (closed) {
      entry.fail(closedException());
    } else {
      waiting.put(entry);
      failWhenClosed(entry);
    }
  }

  /** Fails a task that came while this was closed, unless the writer still does it. */
  private void failWhenClosed(Entry<S, ?> entry) {
    if (closed && (waiting.remove(entry) || !thread.isAlive())) {
      entry.fail(closedException());
    }
  }

  private DatabaseException closedException() {
    return new DatabaseException(Failure.CLOSED, file.path() + " is closed", null);
  }

  private void run() {
    List<Entry<S, ?>> group = new ArrayList<>();
    boolean running = true;
    while (running) {
      try {
        group.add(waiting.take());
      } catch (InterruptedException onlyCloseEndsTheWriter) {
        continue;
      }
      waiting.drainTo(group, LARGEST_GROUP - 1);
      while (group.remove(stop)) {
        running = false;
      }
      if (!group.isEmpty()) {
        write(group);
      }
      group.clear();
    }
  }

  private void write(List<Entry<S, ?>> group) {
    try {
      commit(group);
    } catch (SQLException e) {
      if (Failure.of(e) == Failure.FULL) {
        makeRoom();
      }
      group.forEach(this::writeAlone);
    } catch (RuntimeException | Error e) {
      giveUp(group, e);
    }
  }

  private void writeAlone(Entry<S, ?> entry) {
    try {
      commit(List.of(entry));
    } catch (SQLException e) {
      entry.fail(connection.failed(file.unwritable(e, Failure.of(e))));
    } catch (RuntimeException | Error e) {
      giveUp(List.of(entry), e);
    }
  }

  private void giveUp(List<Entry<S, ?>> group, Throwable e) {
    connection.giveUp();
    group.forEach(entry -> entry.fail(e));
  }

  private void commit(List<Entry<S, ?>> group) throws SQLException {
    WritingConnection.Opened<S> opened = connection.get();
    boolean proves;
    try {
      long before = opened.changes();
      opened.begin.execute();
      for (Entry<S, ?> entry : group) {
        entry.run(opened);
      }
      opened.session.beforeCommit();
      proves = opened.changes() != before;
      opened.commit.execute();
    } catch (SQLException e) {
      connection.rollBack();
      throw e;
    }
    if (proves) {
      connection.works();
    }
    opened.session.committed();
    group.forEach(Entry::tell);
  }

  private void makeRoom() {
    try {
      WritingConnection.Opened<S> opened = connection.get();
      opened.begin.execute();
      opened.session.makeRoom();
      opened.commit.execute();
      opened.session.committed();
    } catch (SQLException noRoomWasMade) {
      connection.rollBack();
    } catch (RuntimeException e) {
      connection.giveUp();
    }
  }
}
