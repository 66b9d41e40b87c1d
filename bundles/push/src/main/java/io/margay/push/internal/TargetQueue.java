package io.margay.push.internal;

import io.margay.push.PushRecord;
import io.margay.push.PushSink;
import io.margay.sqlite.DatabaseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records for one target, delivered in order, one batch at a time.
 *
 * <ul>
 *   <li>While the target takes them, records wait in memory for their batch to fill or for the
 *       linger to pass, and the disk is left alone.
 *   <li>While it is away, has no sink, or has something stored, what comes is stored at once; so is
 *       what it did not take. The same when more waits in memory than shall.
 *   <li>What is stored is older than what waits in memory, and goes first.
 *   <li>When the disk fails, records wait in memory, the oldest dropped when there are too many.
 * </ul>
 *
 * <p>Giving never blocks: sinks are called by workers, the disk by its own thread.
 */
final class TargetQueue {
  /** What all queues share. */
  record Surroundings(
      Spool spool,
      Time time,
      Executor workers,
      PushLimits limits,
      RandomGenerator random,
      LongSupplier numbers) {}

  private static final Logger log = LoggerFactory.getLogger(TargetQueue.class);

  private final TargetKey key;
  private final Surroundings around;
  private final PushLimits limits;
  private final TargetLine line;
  private final Figures figures = new Figures();

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Entry> memory = new ArrayDeque<>();
  private final Pause linger;
  private final Pause retry;
  private final Pause storeAgain;
  private List<Entry> storing = List.of();
  private List<Entry> underWay = List.of();
  private long stored;
  private boolean delivering;
  private boolean lingered;
  private boolean closing;
  private int failures;
  private @Nullable PushSink sink;

  /**
   * @param stored how many records the spool has for it
   */
  TargetQueue(TargetKey key, long stored, Surroundings around) {
    this.key = key;
    this.stored = stored;
    this.around = around;
    this.limits = around.limits();
    line = new TargetLine(key, around.time(), limits.timeout());
    linger = new Pause(around.time(), this::locked);
    retry = new Pause(around.time(), this::locked);
    storeAgain = new Pause(around.time(), this::locked);
  }

  TargetKey key() {
    return key;
  }

  /** Takes a record; never blocks. */
  void offer(PushRecord sent) {
    locked(
        () -> {
          if (memory.size() >= limits.memoryRecords()) {
            memory.poll();
            figures.dropped++;
          }
          memory.add(new Entry(around.numbers().getAsLong(), sent));
        });
  }

  /** The method has a sink: what waits is tried at once. */
  void sinkCame(PushSink arrived) {
    locked(
        () -> {
          sink = arrived;
          line.welcome(arrived);
          retry.end();
        });
  }

  /** The sink is gone, if it was this one; when this returns, none of its code runs any more. */
  void sinkWent(PushSink gone) {
    boolean concerned =
        lockedGet(
            () -> {
              boolean same = sink == gone;
              if (same) {
                sink = null;
                retry.end();
              }
              return same;
            });
    if (concerned) {
      line.leave(gone);
    }
  }

  /** Stops delivering, and stores what waits. */
  void close() {
    locked(
        () -> {
          closing = true;
          sink = null;
          retry.end();
          linger.end();
          storeAgain.end();
        });
    boolean over = line.close();
    List<Entry> left =
        lockedGet(
            () -> {
              List<Entry> all = new ArrayList<>(over ? List.of() : underWay);
              all.addAll(memory);
              memory.clear();
              return all;
            });
    if (!left.isEmpty()) {
      keep(left);
    }
  }

  /** Whether nothing waits and nothing happens. */
  boolean isIdle() {
    return lockedGet(() -> waiting() == 0 && !delivering);
  }

  /** How it fares. */
  TargetStatus status() {
    return lockedGet(
        () ->
            new TargetStatus(
                key.method(),
                key.target(),
                state(),
                waiting(),
                stored,
                figures.delivered,
                figures.retried,
                figures.dropped,
                figures.lastDelivery,
                figures.lastErrorTime,
                figures.lastError));
  }

  private long waiting() {
    return stored + storing.size() + memory.size() + underWay.size();
  }

  private String state() {
    if (sink == null) {
      return "no sink";
    }
    if (failures == 0) {
      return delivering ? "delivering" : "ready";
    }
    return delivering ? "away, trying" : "away, again in " + retry.left().toSeconds() + " s";
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      settle();
    } finally {
      lock.unlock();
    }
  }

  private <T> T lockedGet(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Begins what is due. */
  private void settle() {
    if (closing) {
      return;
    }
    if (mustStore() && storing.isEmpty() && !memory.isEmpty() && !storeAgain.isOn()) {
      storing = List.copyOf(memory);
      memory.clear();
      CompletableFuture<?> unused =
          around.spool().append(key, storing).whenComplete(this::wasStored);
    }
    if (sink != null && !delivering && !retry.isOn() && isDue()) {
      delivering = true;
      linger.end();
      lingered = false;
      around.workers().execute(this::work);
    } else if (sink != null && !delivering && !memory.isEmpty() && !linger.isOn()) {
      linger.begin(limits.linger(), () -> lingered = true);
    }
  }

  private boolean mustStore() {
    return sink == null || failures > 0 || stored > 0 || memory.size() >= limits.spillRecords();
  }

  private boolean isDue() {
    if (stored > 0) {
      return true;
    }
    boolean full = memory.size() >= limits.batchRecords() || limits.linger().isZero();
    return storing.isEmpty() && !memory.isEmpty() && (full || lingered || failures > 0);
  }

  private void wasStored(Spool.@Nullable Outcome outcome, @Nullable Throwable failure) {
    locked(
        () -> {
          List<Entry> entries = storing;
          storing = List.of();
          if (outcome != null) {
            count(outcome);
          } else {
            putBack(entries);
            storeAgain.begin(limits.retryMin(), () -> {});
          }
        });
  }

  private void count(Spool.Outcome outcome) {
    stored += outcome.change();
    figures.dropped += outcome.dropped();
  }

  /** Puts what is older than all in memory before it, as far as there is room. */
  private void putBack(List<Entry> older) {
    for (int i = older.size() - 1; i >= 0; i--) {
      if (memory.size() >= limits.memoryRecords()) {
        figures.dropped += i + 1;
        return;
      }
      memory.addFirst(older.get(i));
    }
  }

  /** One batch; on a worker, and never two at a time. */
  private void work() {
    String failure;
    try {
      failure = attempted();
    } catch (RuntimeException e) {
      log.debug("push {}", key, e);
      failure = "what is stored cannot be read: " + e;
    }
    finish(failure);
  }

  private @Nullable String attempted() {
    PushSink used = lockedGet(this::beginAttempt);
    if (used == null) {
      return null;
    }
    if (!underWay.isEmpty()) {
      return deliverFresh(used);
    }
    long kept = lockedGet(() -> stored);
    return kept == 0 ? null : deliverStored(used, kept);
  }

  private @Nullable PushSink beginAttempt() {
    if (sink != null && stored == 0 && storing.isEmpty()) {
      List<Entry> batch = new ArrayList<>();
      while (batch.size() < limits.batchRecords() && !memory.isEmpty()) {
        batch.add(memory.remove());
      }
      underWay = batch;
    }
    if (sink != null && failures > 0) {
      figures.retried++;
    }
    return sink;
  }

  /**
   * @param kept how many the spool was thought to have
   */
  private @Nullable String deliverStored(PushSink used, long kept) {
    try {
      List<Entry> batch = around.spool().read(key, limits.batchRecords());
      if (batch.isEmpty()) {
        locked(() -> stored = Math.max(0, stored - kept)); // more may have come meanwhile
        return null;
      }
      TargetLine.Attempt attempt = line.attempt(used, batch);
      List<Long> done = batch.stream().limit(attempt.done()).map(Entry::number).toList();
      Spool.Outcome outcome = around.spool().delete(key, done);
      locked(() -> count(outcome));
      tell(attempt);
      return attempt.failure();
    } catch (DatabaseException e) {
      return "what is stored cannot be taken out: " + e.getMessage();
    }
  }

  private @Nullable String deliverFresh(PushSink used) {
    List<Entry> batch = underWay;
    TargetLine.Attempt attempt = line.attempt(used, batch);
    if (attempt.done() < batch.size() && lockedGet(() -> underWay == batch)) {
      keep(batch.subList(attempt.done(), batch.size()));
    }
    tell(attempt);
    return attempt.failure();
  }

  /** Stores what was not delivered; where that fails, it waits before all that is in memory. */
  private void keep(List<Entry> left) {
    Spool.Outcome outcome = appended(left);
    lock.lock();
    try {
      underWay = List.of();
      if (outcome == null) {
        putBack(left);
      } else {
        count(outcome);
      }
    } finally {
      lock.unlock();
    }
  }

  private Spool.@Nullable Outcome appended(List<Entry> left) {
    try {
      return around.spool().append(key, List.copyOf(left)).join();
    } catch (CompletionException e) {
      log.debug("push {}: {} records could not be stored: {}", key, left.size(), e.toString());
      return null;
    }
  }

  private void tell(TargetLine.Attempt attempt) {
    lock.lock();
    try {
      underWay = List.of();
      figures.count(attempt, around.time().now());
      if (attempt.rejection() != null && figures.isFirstRejection()) {
        log.warn(
            "push {}: records are rejected and dropped, which is told once: {}",
            key,
            attempt.rejection());
      }
    } finally {
      lock.unlock();
    }
  }

  private void finish(@Nullable String failure) {
    locked(
        () -> {
          delivering = false;
          if (failure == null) {
            succeeded();
          } else if (sink != null) {
            failed(failure);
          }
        });
  }

  private void succeeded() {
    if (failures > 0 && sink != null) {
      log.info("push {} works again, after {} attempts", key, failures + 1);
      failures = 0;
    }
  }

  private void failed(String reason) {
    failures++;
    figures.error(reason, around.time().now());
    Duration pause = limits.retryAfter(failures, around.random());
    retry.begin(pause, () -> {});
    if (failures == 1) {
      log.warn(
          "push {}: {}; {} records wait, retrying in {} s",
          key,
          reason,
          waiting(),
          Math.max(1, pause.toSeconds()));
    }
  }
}
