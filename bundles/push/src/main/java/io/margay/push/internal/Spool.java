package io.margay.push.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps records on the disk while their target is away. Any thread may use it.
 *
 * <p>What fails throws {@link io.margay.sqlite.DatabaseException}, or completes with it, and
 * nothing of it was done.
 */
interface Spool extends AutoCloseable {

  /**
   * What a call did to what is kept for a target.
   *
   * @param change by how many records it is more or, negative, less
   * @param dropped the oldest, which had to go as there were too many
   */
  record Outcome(long change, long dropped) {}

  /** How many records are kept for each target; empty ones left out. */
  Map<TargetKey, Long> waiting();

  /** The highest number that is kept; 0 when there is none. */
  long last();

  /** Keeps records, and does not block. Completes on a thread that must not be held up. */
  CompletableFuture<Outcome> append(TargetKey key, List<Entry> entries);

  /** The oldest records. */
  List<Entry> read(TargetKey key, int most);

  /** Forgets records. */
  Outcome delete(TargetKey key, Collection<Long> numbers);

  @Override
  void close();
}
