package io.margay.push.internal;

import io.margay.sqlite.DatabaseException;
import io.margay.sqlite.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A disk that a test can break, and see into. */
final class MemorySpool implements Spool {
  final Map<TargetKey, TreeMap<Long, Entry>> kept = new HashMap<>();
  boolean broken;

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
    return CompletableFuture.completedFuture(new Outcome(entries.size(), 0));
  }

  @Override
  public List<Entry> read(TargetKey key, int most) {
    return of(key).values().stream().limit(most).toList();
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
