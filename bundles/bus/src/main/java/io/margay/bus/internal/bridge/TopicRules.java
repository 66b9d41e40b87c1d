package io.margay.bus.internal.bridge;

import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All rules of a bridge; the first one that is about a topic decides. */
record TopicRules(List<TopicRule> rules) {

  /** A topic on the other side, and the rule that says so. */
  record Passage(String topic, QoS qos) {}

  TopicRules {
    rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @param texts each one rule, or several with commas between them
   * @throws IllegalArgumentException saying what is wrong with which
   */
  static TopicRules parse(String... texts) {
    return new TopicRules(
        Arrays.stream(texts)
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .filter(text -> !text.isBlank())
            .map(TopicRule::parse)
            .toList());
  }

  /** What to subscribe to on this node's bus. */
  Set<TopicFilter> outgoing() {
    return rules.stream()
        .filter(TopicRule::goesOut)
        .map(TopicRule::localFilter)
        .collect(Collectors.toSet());
  }

  /** What to subscribe to on the other broker, with the highest quality of service wished. */
  Map<String, QoS> incoming() {
    Map<String, QoS> filters = new LinkedHashMap<>();
    rules.stream()
        .filter(TopicRule::comesIn)
        .forEach(
            rule ->
                filters.merge(
                    rule.remoteFilter().text(), rule.qos(), (a, b) -> a.compareTo(b) < 0 ? b : a));
    return filters;
  }

  /** Where a message of this node goes; nothing when it stays. */
  Optional<Passage> out(String local) {
    return first(rule -> rule.toRemote(local));
  }

  /** Where a message of the other broker goes; nothing when it is not wanted. */
  Optional<Passage> in(String remote) {
    return first(rule -> rule.toLocal(remote));
  }

  private Optional<Passage> first(Function<TopicRule, Optional<String>> topic) {
    return rules.stream()
        .flatMap(rule -> topic.apply(rule).map(to -> new Passage(to, rule.qos())).stream())
        .findFirst();
  }
}
