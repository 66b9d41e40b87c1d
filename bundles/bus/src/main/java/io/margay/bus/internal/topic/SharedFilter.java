package io.margay.bus.internal.topic;

import io.margay.bus.TopicFilter;

/**
 * What stands in {@code $share/group/filter}: receivers that subscribe with the same group and
 * filter share the messages (MQTT 5.0, section 4.8.2).
 */
public record SharedFilter(String group, TopicFilter filter) {
  private static final String PREFIX = "$share/";

  /** Whether the filter is of this kind, well-formed or not. */
  public static boolean isShared(TopicFilter filter) {
    return filter.text().startsWith(PREFIX);
  }

  /**
   * Takes it apart.
   *
   * @throws IllegalArgumentException when the group or the filter is not there, or the group has
   *     wildcards
   */
  public static SharedFilter of(TopicFilter shared) {
    String text = shared.text();
    int end = text.indexOf('/', PREFIX.length());
    String group = end < 0 ? "" : text.substring(PREFIX.length(), end);
    if (group.isEmpty() || !TopicFilter.isTopicName(group) || end + 1 == text.length()) {
      throw new IllegalArgumentException(
          "topic filter \"" + text + "\": expected $share/<group>/<filter>");
    }
    return new SharedFilter(group, new TopicFilter(text.substring(end + 1)));
  }
}
