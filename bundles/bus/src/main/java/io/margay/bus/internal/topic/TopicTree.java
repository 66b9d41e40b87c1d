package io.margay.bus.internal.topic;

import io.margay.bus.TopicFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the subscriptions that match a topic without looking at the others: a tree with one level
 * of the topic per step. Wildcards are ordinary children, since a topic name cannot hold them.
 *
 * <p>Not safe for several threads. The depth of a search is bounded by the deepest filter, not by
 * the topic.
 *
 * @param <R> who subscribed
 * @param <O> how: one value per receiver and filter
 */
final class TopicTree<R, O> {
  private static final String ONE_LEVEL = "+";
  private static final String ALL_LEVELS = "#";

  private final Node<R, O> root = new Node<>();
  private int size;

  /** Remembers a subscription; one of the same receiver and filter is replaced. */
  void put(TopicFilter filter, R receiver, O options) {
    Node<R, O> node = root;
    for (String level : filter.text().split("/", -1)) {
      node = node.children.computeIfAbsent(level, name -> new Node<>());
    }
    Members<R, O> before = node.here;
    node.here = before.with(receiver, options);
    size += node.here.size() - before.size();
  }

  /** Whether the receiver has exactly this filter. */
  boolean contains(TopicFilter filter, R receiver) {
    Node<R, O> node = root;
    for (String level : filter.text().split("/", -1)) {
      node = node.children.get(level);
      if (node == null) {
        return false;
      }
    }
    return node.here.contains(receiver);
  }

  /** Forgets a subscription, and every level that nobody needs any more. */
  void remove(TopicFilter filter, R receiver) {
    remove(root, filter.text().split("/", -1), 0, receiver);
  }

  private void remove(Node<R, O> node, String[] levels, int depth, R receiver) {
    if (depth == levels.length) {
      Members<R, O> before = node.here;
      node.here = before.without(receiver);
      size += node.here.size() - before.size();
      return;
    }
    Node<R, O> child = node.children.get(levels[depth]);
    if (child != null) {
      remove(child, levels, depth + 1, receiver);
      if (child.here.isEmpty() && child.children.isEmpty()) {
        node.children.remove(levels[depth]);
      }
    }
  }

  /** How many pairs of receiver and filter there are. */
  int size() {
    return size;
  }

  /** Whether all levels have been let go of. */
  boolean isEmpty() {
    return root.children.isEmpty();
  }

  /** Whether a filter matches a topic and does not match another one. */
  boolean matchesBeside(String topic, String other) {
    Set<Members<R, O>> filters = new HashSet<>();
    match(topic, filters::add);
    if (!filters.isEmpty()) {
      match(other, filters::remove);
    }
    return !filters.isEmpty();
  }

  /** Calls the visitor once for each filter that matches and has subscribers. */
  void match(String topic, Consumer<Members<R, O>> visitor) {
    match(root, topic, 0, visitor);
  }

  private void match(Node<R, O> node, String topic, int from, Consumer<Members<R, O>> visitor) {
    if (node.children.isEmpty()) {
      if (from > topic.length()) {
        visit(node, visitor);
      }
      return;
    }
    boolean wildcards = from > 0 || !topic.startsWith("$");
    Node<R, O> rest = wildcards ? node.children.get(ALL_LEVELS) : null;
    if (rest != null) {
      visit(rest, visitor);
    }
    if (from > topic.length()) {
      visit(node, visitor);
      return;
    }
    int slash = topic.indexOf('/', from);
    int end = slash < 0 ? topic.length() : slash;
    descend(node.children.get(topic.substring(from, end)), topic, end + 1, visitor);
    if (wildcards) {
      descend(node.children.get(ONE_LEVEL), topic, end + 1, visitor);
    }
  }

  private void visit(Node<R, O> node, Consumer<Members<R, O>> visitor) {
    if (!node.here.isEmpty()) {
      visitor.accept(node.here);
    }
  }

  private void descend(
      @Nullable Node<R, O> child, String topic, int from, Consumer<Members<R, O>> visitor) {
    if (child != null) {
      match(child, topic, from, visitor);
    }
  }

  private static final class Node<R, O> {
    final Map<String, Node<R, O>> children = new HashMap<>();
    Members<R, O> here = Members.none();
  }
}
