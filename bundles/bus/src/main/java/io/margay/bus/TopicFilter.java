package io.margay.bus;

import static java.util.Objects.requireNonNull;

/**
 * A topic filter of MQTT (version 5.0, section 4.7): {@code +} stands for one level, a last {@code
 * #} for all that follow. Filters that begin with a wildcard do not match topics that begin with
 * {@code $}.
 */
public record TopicFilter(String text) {
  /** How many levels a filter may have; it bounds the work that one subscription can cause. */
  public static final int MOST_LEVELS = 128;

  private static final int MOST_BYTES = 65_535;

  /**
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public TopicFilter {
    requireNonNull(text, "text");
    if (!isMqttString(text)) {
      throw new IllegalArgumentException(
          "a topic filter has 1 to " + MOST_BYTES + " bytes of UTF-8 and no null character");
    }
    String[] levels = text.split("/", -1);
    if (levels.length > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "a topic filter has at most " + MOST_LEVELS + " levels, found " + levels.length);
    }
    for (int i = 0; i < levels.length; i++) {
      String level = levels[i];
      if (level.indexOf('#') >= 0 && (level.length() > 1 || i < levels.length - 1)) {
        throw new IllegalArgumentException(
            "topic filter \"" + text + "\": # stands alone in the last level");
      }
      if (level.indexOf('+') >= 0 && level.length() > 1) {
        throw new IllegalArgumentException(
            "topic filter \"" + text + "\": + stands alone in a level");
      }
    }
  }

  /**
   * Whether a topic name has neither wildcards nor null characters, and a length MQTT can carry.
   */
  public static boolean isTopicName(String topic) {
    return topic.indexOf('+') < 0 && topic.indexOf('#') < 0 && isMqttString(topic);
  }

  /** MQTT 5.0, sections 1.5.4 and 4.7.3: 1 to 65,535 bytes of UTF-8, no null, no lone surrogate. */
  private static boolean isMqttString(String text) {
    if (text.isEmpty() || text.length() > MOST_BYTES || text.indexOf('\0') >= 0) {
      return false;
    }
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes <= MOST_BYTES;
  }

  /** Whether a topic name falls under the filter. */
  public boolean matches(String topic) {
    int filterAt = 0;
    int topicAt = 0;
    if (topic.startsWith("$") && (text.startsWith("+") || text.startsWith("#"))) {
      return false;
    }
    while (true) {
      int filterEnd = endOfLevel(text, filterAt);
      int topicEnd = endOfLevel(topic, topicAt);
      char first = filterAt < filterEnd ? text.charAt(filterAt) : '/';
      if (first == '#') {
        return true;
      }
      if (first != '+'
          && (filterEnd - filterAt != topicEnd - topicAt
              || !text.regionMatches(filterAt, topic, topicAt, topicEnd - topicAt))) {
        return false;
      }
      boolean filterDone = filterEnd == text.length();
      boolean topicDone = topicEnd == topic.length();
      if (topicDone) {
        return filterDone || text.startsWith("/#", filterEnd);
      }
      if (filterDone) {
        return false;
      }
      filterAt = filterEnd + 1;
      topicAt = topicEnd + 1;
    }
  }

  private static int endOfLevel(String levels, int from) {
    int slash = levels.indexOf('/', from);
    return slash < 0 ? levels.length() : slash;
  }

  @Override
  public String toString() {
    return text;
  }
}
