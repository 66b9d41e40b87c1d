package io.margay.bus.internal.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All in which the memory differs from the disk. It is never larger than what is in memory and what
 * is on the disk together, however long nothing can be written. Not safe for several threads.
 */
final class Changes {
  final Difference<String, Retained> retained = new Difference<>();
  private final Map<Long, SessionChanges> sessions = new LinkedHashMap<>();

  /** What changed of a session that the disk may know. */
  SessionChanges session(long number) {
    return sessions.computeIfAbsent(number, unused -> new SessionChanges(false));
  }

  /** What changed of a session, if anything did. */
  @Nullable SessionChanges ifChanged(long number) {
    return sessions.get(number);
  }

  /** A session that the disk does not know. */
  SessionChanges begin(long number) {
    SessionChanges begun = new SessionChanges(true);
    sessions.put(number, begun);
    return begun;
  }

  /** Lets go of a session of which nothing remains to be written. */
  void dropIfEmpty(long number) {
    SessionChanges changes = sessions.get(number);
    if (changes != null && changes.isEmpty()) {
      sessions.remove(number);
    }
  }

  boolean isEmpty() {
    return sessions.isEmpty() && retained.isEmpty();
  }

  Map<Long, SessionChanges> sessions() {
    return Collections.unmodifiableMap(sessions);
  }

  /** Takes back earlier changes that could not be written. */
  void addEarlier(Changes earlier) {
    retained.addEarlier(earlier.retained);
    earlier.sessions.forEach(
        (number, changes) -> {
          SessionChanges newer = sessions.get(number);
          if (newer == null) {
            sessions.put(number, changes);
          } else {
            newer.addEarlier(changes);
            dropIfEmpty(number);
          }
        });
  }
}
