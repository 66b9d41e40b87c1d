package io.margay.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of MQTT 3.1.1, section 4.7, and the edges between them. */
class TopicFilterTest {

  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1",
    "sport/tennis/player1/#, sport/tennis/player1/ranking",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon",
    "sport/#, sport",
    "#, sport/tennis",
    "#, /",
    "+, finance",
    "/+, /finance",
    "+/+, /finance",
    "+/tennis/#, sport/tennis",
    "+/tennis/#, sport/tennis/x/y",
    "sport/+/player1, sport/tennis/player1",
    "sport/+, sport/",
    "sport/tennis/+, sport/tennis/player2",
    "a//b, a//b",
    "a/+/b, a//b",
    "+/#, a",
    "$SYS/#, $SYS/monitor/Clients",
    "$SYS/#, $SYS",
    "$SYS/monitor/+, $SYS/monitor/Clients",
    "Accounts payable, Accounts payable",
    "a/$b/+, a/$b/c",
    "/, /",
  })
  void matches(String filter, String topic) {
    assertThat(new TopicFilter(filter).matches(topic)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "sport/tennis/+, sport/tennis/player1/ranking",
    "sport/+, sport",
    "+, /finance",
    "#, $SYS/monitor",
    "#, $SYS",
    "+/monitor/Clients, $SYS/monitor/Clients",
    "+, $SYS",
    "sport/#, sports",
    "sport/tennis, sport/tennis/",
    "sport, Sport",
    "a/b, a/bc",
    "a/bc, a/b",
    "a/b/c, a/b",
    "a/+/c/#, a/b",
    "/, //",
    "ACCOUNTS, Accounts",
  })
  void doesNotMatch(String filter, String topic) {
    assertThat(new TopicFilter(filter).matches(topic)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sport/tennis#",
        "sport/tennis/#/ranking",
        "sport+",
        "+a",
        "a/b+/c",
        "##",
        "#/",
        "++",
        "a\0b",
        "a\ud800"
      })
  void refusesWhatIsNoFilter(String text) {
    assertThatThrownBy(() -> new TopicFilter(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic filter");
  }

  @Test
  void theLevelsOfAFilterAreBounded() {
    String deepest = "/".repeat(TopicFilter.MOST_LEVELS - 1);

    assertThat(new TopicFilter(deepest).matches(deepest)).isTrue();
    assertThatThrownBy(() -> new TopicFilter(deepest + "/"))
        .hasMessageContaining("at most 128 levels, found 129");
  }

  @Test
  void theLengthOfATopicIsCountedInBytesOfUtf8() {
    assertThat(TopicFilter.isTopicName("x".repeat(65_535))).isTrue();
    assertThat(TopicFilter.isTopicName("x".repeat(65_536))).isFalse();
    assertThat(TopicFilter.isTopicName("ü".repeat(32_767))).isTrue();
    assertThat(TopicFilter.isTopicName("ü".repeat(32_768))).isFalse();
    assertThat(TopicFilter.isTopicName("😀".repeat(16_383))).isTrue();
    assertThat(TopicFilter.isTopicName("😀".repeat(16_384))).isFalse();
    assertThat(TopicFilter.isTopicName("€".repeat(21_846))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/+", "a/#", "a\0", "\udc00a"})
  void refusesWhatIsNoTopicName(String topic) {
    assertThat(TopicFilter.isTopicName(topic)).isFalse();
  }
}
