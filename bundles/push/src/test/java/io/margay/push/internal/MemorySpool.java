package io.margay.push.internal;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.Failure;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A disk that a test can break, and see into. */
final class MemorySpool implements Spool {
  final Map<TargetKey, TreeMap<Long, Entry>> kept = new HashMap<>();
  boolean broken;

  /** Holds up what is to be kept, until a test runs it; null for a disk that is quick. */
  @Nullable Deque<Runnable> held;

  /** Happens while records are read. */
  Runnable whileReading = () -> {};

  @Override
  public Map<TargetKey, Long> waiting() {
    Map<TargetKey, Long> waiting = new HashMap<>();
    kept.forEach((key, entries) -> waiting.put(key, (long) entries.size()));
    return waiting;
  }

  @Override
  public long last() {
    return 0;
  }

  @Override
  public CompletableFuture<Outcome> append(TargetKey key, List<Entry> entries) {
    if (broken) {
      return CompletableFuture.failedFuture(failure());
    }
    entries.forEach(entry -> of(key).put(entry.number(), entry));
    Outcome outcome = new Outcome(entries.size(), 0);
    if (held == null) {
      return CompletableFuture.completedFuture(outcome);
    }
    CompletableFuture<Outcome> kept = new CompletableFuture<>();
    held.add(() -> kept.complete(outcome));
    return kept;
  }

  @Override
  public List<Entry> read(TargetKey key, int most) {
    List<Entry> oldest = of(key).values().stream().limit(most).toList();
    whileReading.run();
    return oldest;
  }

  @Override
  public Outcome delete(TargetKey key, Collection<Long> numbers) {
    if (broken) {
      throw failure();
    }
    numbers.forEach(of(key)::remove);
    return new Outcome(-numbers.size(), 0);
  }

  TreeMap<Long, Entry> of(TargetKey key) {
    return kept.computeIfAbsent(key, k -> new TreeMap<>());
  }

  private static DatabaseException failure() {
    return new DatabaseException(Failure.FULL, "the disk is full", null);
  }

  @Override
  public void close() {}
}
