package io.margay.bus.internal.store;

import io.margay.bus.Message;
import io.margay.bus.internal.topic.RetainedShadow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on a disk. One thread, {@code margay-bus-journal}, takes what has changed and writes
 * it in one commit; while it does so, the next changes gather.
 *
 * <p>When the disk fails, the changes stay in memory, nobody waits for commits any more, and the
 * whole difference is written as soon as the disk works again.
 */
public final class Journal implements SessionJournal, RetainedShadow, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** The broker's own topics, which it fills anew at each start. */
  private static final String BROKER_TOPICS = "$SYS/";

  private final Disk disk;
  private final LastingClock clock;
  private final Pace pace;
  private final Thread thread = new Thread(this::run, "margay-bus-journal");

  /** Held while the disk is used; always taken before {@link #lock}. */
  private final ReentrantLock diskLock = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private Changes pending = new Changes();
  private @Nullable Changes writing;
  private long changedAt;
  private long retryAt;
  private long position = 1;
  private boolean closed;
  private boolean ended;
  private long markedAt = System.nanoTime();
  private final AtomicLong lastSession = new AtomicLong();
  private final AtomicLong notes = new AtomicLong();
  private volatile long durable;
  private volatile boolean held;
  private volatile boolean wanted;
  private volatile @Nullable String problem;
  private final AtomicLong commits = new AtomicLong();
  private volatile @Nullable List<SavedSession> sessionsBefore;
  private final List<Retained> retainedBefore;

  /**
   * When the journal writes.
   *
   * @param gather how long changes gather before a commit that somebody waits for
   * @param idle how long they gather when nobody waits
   * @param retry how long to wait before a disk that failed is tried again
   * @param mark how often the time is written while nothing changes
   */
  public record Pace(Duration gather, Duration idle, Duration retry, Duration mark) {
    /** What suits a flash disk. */
    public static final Pace USUAL =
        new Pace(
            Duration.ofMillis(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5));
  }

  private record Waiter(long position, Runnable action) {}

  private Journal(Disk disk, Disk.Contents found, LastingClock clock, Pace pace) {
    this.disk = disk;
    this.sessionsBefore = found.sessions();
    this.retainedBefore = found.retained();
    this.clock = clock;
    this.pace = pace;
    lastSession.set(highest(found.sessions()));
    found.clock().ifPresent(clock::resume);
    thread.setDaemon(true);
  }

  /**
   * Reads what there is and begins to write.
   *
   * @throws IOException when it cannot be read; the disk is closed then
   */
  static Journal open(Disk disk, LastingClock clock, Pace pace) throws IOException {
    try {
      Journal journal = new Journal(disk, disk.read(), clock, pace);
      journal.thread.start();
      return journal;
    } catch (IOException | RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  /**
   * Opens the journal in a file that need not be there yet.
   *
   * @param temporary where SQLite's native code is unpacked once
   * @param maxMib the file grows to this at most
   * @throws IOException when there is a file that cannot be read
   */
  public static Journal open(Path file, Path temporary, int maxMib) throws IOException {
    return open(new SqliteDisk(file, temporary, maxMib), LastingClock.ofThisRun(), Pace.USUAL);
  }

  private static long highest(List<SavedSession> sessions) {
    return sessions.stream().mapToLong(SavedSession::number).max().orElse(0);
  }

  /** Why nothing can be written; null when it can. */
  public @Nullable String problem() {
    return problem;
  }

  /** How many commits were made. */
  public long commits() {
    return commits.get();
  }

  @Override
  public LastingClock clock() {
    return clock;
  }

  @Override
  public List<SavedSession> load() {
    List<SavedSession> before = sessionsBefore;
    sessionsBefore = null;
    return before == null ? read() : before;
  }

  /** What is on the disk once all is on it that was noted so far. */
  private List<SavedSession> read() {
    CountDownLatch flushed = new CountDownLatch(1);
    whenDurable(position(), flushed::countDown);
    try {
      flushed.await();
      diskLock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    try {
      String reason = problem;
      if (reason != null) {
        throw new IOException(reason);
      }
      return disk.read().sessions();
    } catch (IOException e) {
      LOG.error("The kept MQTT sessions cannot be read and begin anew: {}", e.getMessage());
      return List.of();
    } finally {
      diskLock.unlock();
    }
  }

  /** What was retained when the journal was opened, with what is left of its lifetime. */
  public List<Message> retained() {
    long now = clock.millis();
    return retainedBefore.stream()
        .filter(retained -> retained.deadline() > now)
        .map(retained -> retained.message(now))
        .toList();
  }

  @Override
  public void kept(Message message, boolean isNew) {
    if (message.topic().startsWith(BROKER_TOPICS)) {
      return;
    }
    Retained retained = Retained.of(message, clock.millis());
    lock.lock();
    try {
      pending.retained.put(message.topic(), retained, isNew);
      noted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forgotten(String topic) {
    if (topic.startsWith(BROKER_TOPICS)) {
      return;
    }
    lock.lock();
    try {
      pending.retained.remove(topic);
      noted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionPage open(SessionTerms terms) {
    lock.lock();
    try {
      long number = lastSession.incrementAndGet();
      pending.begin(number).terms(terms);
      noted();
      return new Page(this, number);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionPage reopen(SavedSession session) {
    return new Page(this, session.number());
  }

  /** Notes a change of one session. */
  void note(long session, Consumer<SessionChanges> change) {
    lock.lock();
    try {
      change.accept(pending.session(session));
      pending.dropIfEmpty(session);
      noted();
    } finally {
      lock.unlock();
    }
  }

  private void noted() {
    notes.incrementAndGet();
    if (changedAt == 0) {
      changedAt = Math.max(1, System.nanoTime());
      changed.signal();
    } else if (pending.isEmpty() && !waiters.isEmpty()) {
      changed.signal();
    }
  }

  /** Whether the disk knows all about a session's message. */
  boolean durable(long session, long message) {
    if (problem != null) {
      return true;
    }
    lock.lock();
    try {
      return !tells(pending, session, message) && !tells(writing, session, message);
    } finally {
      lock.unlock();
    }
  }

  private static boolean tells(@Nullable Changes changes, long session, long message) {
    SessionChanges ofSession = changes == null ? null : changes.ifChanged(session);
    return ofSession != null && ofSession.messages.contains(message);
  }

  @Override
  public void hold() {
    held = true;
  }

  @Override
  public void release() {
    held = false;
    if (wanted) {
      lock.lock();
      try {
        cut();
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public long notes() {
    return notes.get();
  }

  @Override
  public long position() {
    lock.lock();
    try {
      return changedAt == 0 ? position - 1 : position;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean durable(long asked) {
    return asked <= durable || problem != null;
  }

  @Override
  public void whenDurable(long asked, Runnable action) {
    lock.lock();
    try {
      if (!durable(asked) && !ended) {
        waiters.add(new Waiter(asked, action));
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  private void run() {
    while (awaitWork()) {
      write();
      tellWaiters();
    }
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
    tellWaiters();
  }

  /** Waits until there is something to write; false when the journal is closed. */
  private boolean awaitWork() {
    lock.lock();
    try {
      long idleSince = System.nanoTime();
      while (writing == null) {
        if (closed && (pending.isEmpty() || problem != null)) {
          return false;
        }
        long due = closed ? idleSince : due(idleSince);
        long left = due - System.nanoTime();
        if (left > 0) {
          long unused = changed.awaitNanos(left);
        } else if (held && !closed) {
          wanted = true;
          long unused = changed.awaitNanos(pace.mark().toNanos());
        } else {
          cut();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The journal does not end by an interrupt");
    } finally {
      lock.unlock();
    }
    return true;
  }

  private long due(long idleSince) {
    if (problem != null) {
      return retryAt;
    }
    if (changedAt == 0) {
      return idleSince + pace.mark().toNanos();
    }
    if (waiters.isEmpty()) {
      return changedAt + pace.idle().toNanos();
    }
    return pending.isEmpty() ? changedAt : changedAt + pace.gather().toNanos();
  }

  /** Takes what is to be written next. */
  private void cut() {
    if (writing == null) {
      writing = pending;
      pending = new Changes();
      changedAt = 0;
      position++;
    }
    wanted = false;
  }

  private void write() {
    Changes changes = writing;
    if (changes == null) {
      return;
    }
    diskLock.lock();
    try {
      if (!changes.isEmpty() || markIsDue()) {
        disk.write(changes, clock.mark());
        markedAt = System.nanoTime();
        commits.incrementAndGet();
      }
      written();
    } catch (IOException | RuntimeException e) {
      failed(changes, e);
    } finally {
      diskLock.unlock();
    }
  }

  /** Without sessions nobody needs the time. */
  private boolean markIsDue() {
    return lastSession.get() > 0 && System.nanoTime() - markedAt >= pace.mark().toNanos();
  }

  private void written() {
    lock.lock();
    try {
      writing = null;
      durable = position - 1;
      if (problem != null) {
        LOG.info("The journal of MQTT sessions is written again, nothing is missing in it");
        problem = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(Changes changes, Exception failure) {
    lock.lock();
    try {
      pending.addEarlier(changes);
      writing = null;
      changedAt = Math.max(1, System.nanoTime());
      retryAt = System.nanoTime() + pace.retry().toNanos();
      if (problem == null) {
        LOG.error(
            "MQTT sessions and retained messages are not written to the disk: {}. They go on in"
                + " memory, where a restart loses what is new; tried again every {} s",
            failure.getMessage(),
            pace.retry().toSeconds());
      }
      problem = String.valueOf(failure.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private void tellWaiters() {
    List<Runnable> actions = new ArrayList<>();
    lock.lock();
    try {
      for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
        Waiter waiter = all.next();
        if (ended || durable(waiter.position())) {
          actions.add(waiter.action());
          all.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    actions.forEach(Runnable::run);
  }

  /** Writes what is left, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    disk.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
