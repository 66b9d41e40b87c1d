package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.TopicFilter;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps the last retained message of each topic (MQTT 3.1.1, section 3.3.1.3), up to a number and a
 * sum of bytes. Not safe for several threads.
 */
final class RetainedMessages {
  private final Map<String, Kept> byTopic = new LinkedHashMap<>();
  private final RetainedShadow shadow;
  private final LongSupplier millis;
  private long bytes;

  /**
   * @param shadow is told of all changes
   * @param millis a clock that does not jump, by which messages expire (MQTT 5.0, section
   *     3.3.2.3.3)
   */
  RetainedMessages(RetainedShadow shadow, LongSupplier millis) {
    this.shadow = shadow;
    this.millis = millis;
  }

  /** A message, and since when it is here. */
  private record Kept(Message message, long since) {
    boolean expired(long now) {
      Duration lifetime = message.properties().lifetime();
      return lifetime != null && now - since >= lifetime.toMillis();
    }

    /** The message with what is left of its lifetime. */
    Message message(long now) {
      Duration lifetime = message.properties().lifetime();
      return lifetime == null ? message : message.withLifetime(lifetime.minusMillis(now - since));
    }
  }

  /**
   * Keeps a message in place of the topic's earlier one; an empty payload only deletes.
   *
   * @return false when there is no room; the topic then has no retained message, since the earlier
   *     one would be a lie
   */
  boolean keep(Message message, RetainedLimits limits) {
    Kept earlier = byTopic.remove(message.topic());
    if (earlier != null) {
      bytes -= cost(earlier.message());
    }
    boolean wanted = message.payload().size() > 0;
    boolean kept = wanted && add(message, limits);
    if (kept) {
      shadow.kept(message, earlier == null);
    } else if (earlier != null) {
      shadow.forgotten(message.topic());
    }
    return kept || !wanted;
  }

  private boolean add(Message message, RetainedLimits limits) {
    if (!fits(message, limits)) {
      dropExpired();
    }
    if (!fits(message, limits)) {
      return false;
    }
    byTopic.put(message.topic(), new Kept(message.withRetain(true), millis.getAsLong()));
    bytes += cost(message);
    return true;
  }

  private boolean fits(Message message, RetainedLimits limits) {
    return byTopic.size() < limits.messages() && bytes + cost(message) <= limits.bytes();
  }

  private void dropExpired() {
    long now = millis.getAsLong();
    for (Iterator<Kept> all = byTopic.values().iterator(); all.hasNext(); ) {
      Kept kept = all.next();
      if (kept.expired(now)) {
        all.remove();
        bytes -= cost(kept.message());
        shadow.forgotten(kept.message().topic());
      }
    }
  }

  /** Takes up a message that the shadow knows already. */
  void restore(Message message, RetainedLimits limits) {
    if (!add(message, limits)) {
      shadow.forgotten(message.topic());
    }
  }

  /** The messages under a filter, the one kept longest ago first. */
  List<Message> matching(TopicFilter filter) {
    long now = millis.getAsLong();
    if (TopicFilter.isTopicName(filter.text())) {
      Kept exact = byTopic.get(filter.text());
      return exact == null || exact.expired(now) ? List.of() : List.of(exact.message(now));
    }
    return byTopic.values().stream()
        .filter(kept -> filter.matches(kept.message().topic()) && !kept.expired(now))
        .map(kept -> kept.message(now))
        .toList();
  }

  int size() {
    return byTopic.size();
  }

  long bytes() {
    return bytes;
  }

  private static long cost(Message message) {
    return (long) message.topic().length() + message.payload().size();
  }
}
