package io.margay.bus.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicTreeTest {
  private final TopicTree<String, Integer> tree = new TopicTree<>();

  @Test
  void findsExactAndWildcardSubscriptionsAndNoOthers() {
    put("a/b", "exact");
    put("a/+", "one level");
    put("a/#", "all below");
    put("#", "everything");
    put("a/b/#", "itself and below");
    put("a/c", "sibling");
    put("a/b/c", "deeper");

    assertThat(match("a/b"))
        .containsExactlyInAnyOrder(
            "exact", "one level", "all below", "everything", "itself and below");
  }

  @Test
  void wildcardsAtTheTopDoNotSeeDollarTopics() {
    put("#", "everything");
    put("+/x", "plus");
    put("$hw/#", "named");

    assertThat(match("$hw/x")).containsExactly("named");
  }

  @Test
  void aSubscriptionOfTheSameReceiverAndFilterIsReplaced() {
    tree.put(new TopicFilter("a"), "r", 1);
    tree.put(new TopicFilter("a"), "r", 2);

    List<Integer> options = new ArrayList<>();
    tree.match("a", members -> options.add(members.how(0)));
    assertThat(options).containsExactly(2);
    assertThat(tree.size()).isEqualTo(1);
  }

  @Test
  void whatIsRemovedLeavesNothingBehind() {
    put("a/b/c", "r");
    put("a/b/c", "s");
    put("a/+", "r");

    tree.remove(new TopicFilter("a/b/c"), "r");
    tree.remove(new TopicFilter("a/b/c"), "nobody");
    tree.remove(new TopicFilter("x/y"), "r");
    assertThat(match("a/b/c")).containsExactly("s");

    tree.remove(new TopicFilter("a/b/c"), "s");
    tree.remove(new TopicFilter("a/+"), "r");
    assertThat(tree.size()).isZero();
    assertThat(tree.isEmpty()).isTrue();
  }

  @Test
  void aVeryDeepTopicDoesNotGoDeeperThanTheFilters() {
    put("#", "everything");
    put("+/+", "two");

    assertThat(match("/".repeat(60_000))).containsExactly("everything");
  }

  @Test
  void agreesWithTopicFilterOnRandomTopics() {
    Random random = new Random(7);
    List<TopicFilter> filters = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String text = levels(random, List.of("a", "b", "", "$x", "+"));
      filters.add(new TopicFilter(random.nextInt(4) == 0 ? text + "/#" : text));
    }
    filters.forEach(filter -> tree.put(filter, filter.text(), 0));

    for (int i = 0; i < 2_000; i++) {
      String topic = levels(random, List.of("a", "b", "", "$x"));
      List<String> expected =
          filters.stream().filter(f -> f.matches(topic)).map(TopicFilter::text).distinct().toList();
      assertThat(match(topic)).as(topic).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static String levels(Random random, List<String> names) {
    StringBuilder text = new StringBuilder(names.get(random.nextInt(2)));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append('/').append(names.get(random.nextInt(names.size())));
    }
    return random.nextInt(5) == 0 ? "$x/" + text : text.toString();
  }

  private void put(String filter, String receiver) {
    tree.put(new TopicFilter(filter), receiver, 0);
  }

  private List<String> match(String topic) {
    List<String> found = new ArrayList<>();
    tree.match(
        topic,
        members -> {
          for (int i = 0; i < members.size(); i++) {
            found.add(members.who(i));
          }
        });
    return found;
  }
}
