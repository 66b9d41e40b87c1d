package io.margay.bus.internal.store;

import io.margay.bus.TopicFilter;
import io.margay.bus.internal.topic.SubscriptionOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A disk in memory that tests can break, hold up and look at. It outlives the journals on it. */
public final class MemoryDisk implements Disk {
  private final Map<Long, Rows> sessions = new TreeMap<>();
  private final Map<String, Retained> retained = new LinkedHashMap<>();
  private LastingClock.@Nullable Mark clock;
  private int rowsWritten;

  /** Null while the disk works. */
  public volatile @Nullable String failure;

  /** Taken by each write; a test that drains it holds the writer up. */
  public final Semaphore permits = new Semaphore(1_000_000);

  private static final class Rows {
    @Nullable SessionTerms terms;
    long sent;
    final Map<TopicFilter, SubscriptionOptions> subscriptions = new HashMap<>();
    final Map<Long, SavedMessage> messages = new TreeMap<>();
    final Map<Integer, Boolean> received = new TreeMap<>();
  }

  @Override
  public synchronized Contents read() throws IOException {
    check();
    List<SavedSession> saved = new ArrayList<>();
    sessions.forEach(
        (number, rows) ->
            saved.add(
                new SavedSession(
                    number,
                    rows.terms,
                    rows.subscriptions,
                    List.copyOf(rows.messages.values()),
                    rows.sent,
                    rows.received.keySet())));
    return new Contents(Optional.ofNullable(clock), saved, List.copyOf(retained.values()));
  }

  @Override
  public void write(Changes changes, LastingClock.Mark now) throws IOException {
    permits.acquireUninterruptibly();
    synchronized (this) {
      check();
      clock = now;
      changes.sessions().forEach(this::write);
      changes.retained.forEach((topic, message) -> write(retained, topic, message));
    }
  }

  private void write(long number, SessionChanges changes) {
    if (changes.ended()) {
      sessions.remove(number);
      return;
    }
    Rows rows = sessions.computeIfAbsent(number, unused -> new Rows());
    rows.terms = changes.terms() == null ? rows.terms : changes.terms();
    rows.sent = Math.max(rows.sent, changes.sent());
    changes.subscriptions.forEach((filter, how) -> write(rows.subscriptions, filter, how));
    changes.messages.forEach((place, message) -> write(rows.messages, place, message));
    changes.received.forEach((packet, here) -> write(rows.received, packet, here));
  }

  private <K, V> void write(Map<K, V> table, K key, @Nullable V value) {
    rowsWritten++;
    if (value == null) {
      table.remove(key);
    } else {
      table.put(key, value);
    }
  }

  private void check() throws IOException {
    String reason = failure;
    if (reason != null) {
      throw new IOException(reason);
    }
  }

  /** How many rows besides those of sessions were written or deleted. */
  public synchronized int rowsWritten() {
    return rowsWritten;
  }

  @Override
  public void close() {}
}
