package io.margay.bus.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.bridge.TopicRules.Passage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRulesTest {
  private static final TopicRules KUBEEDGE = TopicRules.parse(Settings.defaults().topics());

  @Test
  void aRuleNeedsNoMoreThanAPattern() {
    TopicRules rules = TopicRules.parse("line1/#");

    assertThat(rules.out("line1/speed")).contains(new Passage("line1/speed", QoS.AT_LEAST_ONCE));
    assertThat(rules.in("line1/speed")).isEmpty();
    assertThat(rules.out("line2/speed")).isEmpty();
  }

  @Test
  void prefixesAreExchangedOnTheWay() {
    TopicRules rules = TopicRules.parse("+/speed both 0 line1/ plants/berlin/");

    assertThat(rules.outgoing()).containsExactly(new TopicFilter("line1/+/speed"));
    assertThat(rules.incoming()).containsOnlyKeys("plants/berlin/+/speed");
    assertThat(rules.out("line1/motor/speed"))
        .contains(new Passage("plants/berlin/motor/speed", QoS.AT_MOST_ONCE));
    assertThat(rules.in("plants/berlin/motor/speed"))
        .contains(new Passage("line1/motor/speed", QoS.AT_MOST_ONCE));
    assertThat(rules.in("plants/paris/motor/speed")).isEmpty();
  }

  @Test
  void anEmptyPrefixIsWrittenAsTwoQuotes() {
    TopicRules rules = TopicRules.parse("# in 1 berlin/ \"\"");

    assertThat(rules.in("a/b")).contains(new Passage("berlin/a/b", QoS.AT_LEAST_ONCE));
  }

  @Test
  void theFirstRuleThatIsAboutATopicDecides() {
    TopicRules rules = TopicRules.parse("a/b out 0, a/# out 1 \"\" x/");

    assertThat(rules.out("a/b")).contains(new Passage("a/b", QoS.AT_MOST_ONCE));
    assertThat(rules.out("a/c")).contains(new Passage("x/a/c", QoS.AT_LEAST_ONCE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$hw/events/device/default/press/twin/update",
        "$hw/events/device/default/press/twin/get",
        "$hw/events/device/default/press/state/update",
        "$hw/events/node/edge/membership/get",
        "$hw/events/upload/a/b",
        "SYS/dis/upload_records",
        "default/user/a"
      })
  void requestsOfKubeEdgeProgramsComeInAndNeverGoOut(String topic) {
    assertThat(KUBEEDGE.in(topic)).map(Passage::topic).contains(topic);
    assertThat(KUBEEDGE.out(topic)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$hw/events/device/default/press/twin/update/result",
        "$hw/events/device/default/press/twin/update/document",
        "$hw/events/device/default/press/twin/update/delta",
        "$hw/events/device/default/press/twin/get/result",
        "$hw/events/device/default/press/state/update/result",
        "$hw/events/device/default/press/updated",
        "$hw/events/node/edge/membership/get/result",
        "$hw/events/node/edge/membership/updated",
        "$ke/events/device/default/press/data/update"
      })
  void whatTheNodeSaysGoesOutAndNeverComesIn(String topic) {
    assertThat(KUBEEDGE.out(topic)).map(Passage::topic).contains(topic);
    assertThat(KUBEEDGE.in(topic)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/# sideways | direction: found \"sideways\", expected out, in or both",
        "a/# out 2 | qos: found \"2\", expected 0 or 1",
        "a/# out 1 only-one-prefix | expected: pattern [[[out|in|both] qos]",
        "a/#/b out | # stands alone in the last level",
        "a out 1 x/# y/ | prefix: found \"x/#\", expected text without + and #",
        "a out 1 x/ y/ z/ | expected: pattern [[[out|in|both] qos]"
      })
  void aMistakeIsNamed(String rule, String complaint) {
    assertThatThrownBy(() -> TopicRules.parse(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }
}
