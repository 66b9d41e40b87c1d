package io.margay.bus.internal.bridge;

import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import java.util.Optional;

/**
 * Which messages pass the bridge in which direction, and under which topic on the other side.
 *
 * <p>Written as in mosquitto.conf(5), section "topic": {@code pattern [[[out|in|both] qos]
 * local-prefix remote-prefix]}; {@code ""} is an empty prefix. The pattern follows the prefix on
 * either side.
 *
 * @param qos the highest quality of service with which messages pass, 0 or 1
 */
record TopicRule(
    String pattern, Direction direction, QoS qos, String localPrefix, String remotePrefix) {

  /** Seen from this node. */
  enum Direction {
    OUT,
    IN,
    BOTH
  }

  private static final int MOST_WORDS = 5;

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  static TopicRule parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    if (words[0].isEmpty() || words.length > MOST_WORDS || words.length == MOST_WORDS - 1) {
      throw new IllegalArgumentException(
          "topics: found \"%s\", expected: pattern [[[out|in|both] qos] local-prefix remote-prefix]"
              .formatted(text.strip()));
    }
    TopicRule rule =
        new TopicRule(
            words[0],
            words.length > 1 ? direction(words[1]) : Direction.OUT,
            words.length > 2 ? qos(words[2]) : QoS.AT_LEAST_ONCE,
            words.length == MOST_WORDS ? prefix(words[3]) : "",
            words.length == MOST_WORDS ? prefix(words[4]) : "");
    rule.localFilter();
    rule.remoteFilter();
    return rule;
  }

  private static Direction direction(String word) {
    return switch (word) {
      case "out" -> Direction.OUT;
      case "in" -> Direction.IN;
      case "both" -> Direction.BOTH;
      default ->
          throw new IllegalArgumentException(
              "topics: direction: found \"" + word + "\", expected out, in or both");
    };
  }

  private static QoS qos(String word) {
    return switch (word) {
      case "0" -> QoS.AT_MOST_ONCE;
      case "1" -> QoS.AT_LEAST_ONCE;
      default ->
          throw new IllegalArgumentException(
              "topics: qos: found \"" + word + "\", expected 0 or 1");
    };
  }

  private static String prefix(String word) {
    String prefix = word.equals("\"\"") ? "" : word;
    if (!prefix.isEmpty() && !TopicFilter.isTopicName(prefix)) {
      throw new IllegalArgumentException(
          "topics: prefix: found \"" + word + "\", expected text without + and #");
    }
    return prefix;
  }

  boolean goesOut() {
    return direction != Direction.IN;
  }

  boolean comesIn() {
    return direction != Direction.OUT;
  }

  /** What this node subscribes to on its own bus. */
  TopicFilter localFilter() {
    return new TopicFilter(localPrefix + pattern);
  }

  /** What this node subscribes to on the other broker. */
  TopicFilter remoteFilter() {
    return new TopicFilter(remotePrefix + pattern);
  }

  /** The topic on the other broker for one here; nothing when the rule is not about it. */
  Optional<String> toRemote(String local) {
    return goesOut() && localFilter().matches(local)
        ? Optional.of(remotePrefix + local.substring(localPrefix.length()))
        : Optional.empty();
  }

  /** The topic here for one on the other broker; nothing when the rule is not about it. */
  Optional<String> toLocal(String remote) {
    return comesIn() && remoteFilter().matches(remote)
        ? Optional.of(localPrefix + remote.substring(remotePrefix.length()))
        : Optional.empty();
  }
}
