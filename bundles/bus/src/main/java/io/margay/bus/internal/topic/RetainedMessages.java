package io.margay.bus.internal.topic;

import io.margay.bus.Message;
import io.margay.bus.TopicFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the last retained message of each topic (MQTT 3.1.1, section 3.3.1.3), up to a number and a
 * sum of bytes. Not safe for several threads.
 */
final class RetainedMessages {
  private final Map<String, Message> byTopic = new LinkedHashMap<>();
  private long bytes;

  /**
   * Keeps a message in place of the topic's earlier one; an empty payload only deletes.
   *
   * @return false when there is no room; the topic then has no retained message, since the earlier
   *     one would be a lie
   */
  boolean keep(Message message, RetainedLimits limits) {
    Message earlier = byTopic.remove(message.topic());
    if (earlier != null) {
      bytes -= cost(earlier);
    }
    if (message.payload().size() == 0) {
      return true;
    }
    long added = cost(message);
    if (byTopic.size() >= limits.messages() || bytes + added > limits.bytes()) {
      return false;
    }
    byTopic.put(message.topic(), message.withRetain(true));
    bytes += added;
    return true;
  }

  /** The messages under a filter, the one kept longest ago first. */
  List<Message> matching(TopicFilter filter) {
    if (TopicFilter.isTopicName(filter.text())) {
      Message exact = byTopic.get(filter.text());
      return exact == null ? List.of() : List.of(exact);
    }
    return byTopic.values().stream().filter(m -> filter.matches(m.topic())).toList();
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
