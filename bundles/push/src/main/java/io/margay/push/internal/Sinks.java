package io.margay.push.internal;

import io.margay.push.PushSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sinks that are there. Of several for one method the first that came counts. */
final class Sinks {
  private final Map<String, Deque<PushSink>> byMethod = new ConcurrentHashMap<>();
  private final AtomicInteger generation = new AtomicInteger();

  static String method(PushSink sink) {
    return sink.method().toLowerCase(Locale.ROOT);
  }

  void add(PushSink sink) {
    byMethod.compute(
        method(sink),
        (method, there) -> {
          Deque<PushSink> sinks = there == null ? new ArrayDeque<>() : new ArrayDeque<>(there);
          sinks.add(sink);
          return sinks;
        });
    generation.incrementAndGet();
  }

  void remove(PushSink sink) {
    byMethod.computeIfPresent(
        method(sink),
        (method, there) -> {
          Deque<PushSink> sinks = new ArrayDeque<>(there);
          sinks.removeIf(one -> one == sink);
          return sinks.isEmpty() ? null : sinks;
        });
    generation.incrementAndGet();
  }

  Optional<PushSink> of(String method) {
    Deque<PushSink> sinks = byMethod.get(method);
    return sinks == null ? Optional.empty() : Optional.of(sinks.getFirst());
  }

  /** Another number after each change. */
  int generation() {
    return generation.get();
  }
}
