package io.margay.bus.internal.packet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers in place of topics that one client is sent again and again (MQTT 5.0, section 3.3.2.3.4).
 * A topic gets one when it comes a second time among the last few; when all are taken, that of the
 * topic not used for longest is given away.
 */
final class OutgoingAliases {
  /** More are not worth the memory on either side. */
  private static final int MOST = 32;

  /** The topic has no alias. */
  static final Alias NONE = new Alias(0, false);

  private static final Integer SEEN_ONCE = 0;

  private final int capacity;
  private final Deque<Integer> free = new ArrayDeque<>(0);
  private final Map<String, Integer> byTopic = new LinkedHashMap<>(0, 0.75f, true);
  private int highest;

  /**
   * The number of a topic.
   *
   * @param known whether the client knows it; if not, it must be told number and topic together
   */
  record Alias(int number, boolean known) {}

  OutgoingAliases(int maximum) {
    capacity = Math.min(maximum, MOST);
  }

  /** The alias of a topic that is sent now. */
  Alias of(String topic) {
    if (capacity == 0) {
      return NONE;
    }
    Integer number = byTopic.get(topic);
    if (number == null) {
      remember(topic);
      return NONE;
    }
    if (!number.equals(SEEN_ONCE)) {
      return new Alias(number, true);
    }
    int given = free.isEmpty() ? ++highest : free.pop();
    byTopic.put(topic, given);
    return new Alias(given, false);
  }

  private void remember(String topic) {
    if (byTopic.size() == capacity) {
      Map.Entry<String, Integer> eldest = byTopic.entrySet().iterator().next();
      if (!eldest.getValue().equals(SEEN_ONCE)) {
        free.push(eldest.getValue());
      }
      byTopic.remove(eldest.getKey());
    }
    byTopic.put(topic, SEEN_ONCE);
  }
}
