package io.margay.bus.internal.mqtt.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4.7: topic names, topic filters and which match. */
@Timeout(60)
class TopicsTest {
  private static final Integer[] FILTER_INVALID = {0x81, 0x82, 0x8f};

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  /** Whether a filter gets what is published on a topic. */
  private boolean matches(Version version, String filter, String topic) {
    RawClient client = broker.connect(version, "a").subscribe(filter, 0).subscribe("the/end", 0);
    client.publish(topic, "x", 0, 0).publish("the/end", "end", 0, 0);
    boolean came = client.expect(PacketType.PUBLISH).topic().equals(topic);
    if (came) {
      client.expectMessage("end");
    }
    return came;
  }

  private void filterEndsTheConnection(Version version, String filter) {
    RawClient client = broker.connect(version, "a");

    client.send(Packet.subscribe(version, 1, filter, 0));

    client.expectErrorOrFailure(FILTER_INVALID);
  }

  @BothVersions
  void mqtt311_4_7_1_1_mqtt5_4_7_0_1_aWildcardInATopicNameEndsTheConnection(Version version) {
    broker.connect(version, "a").publish("a/#", "", 0, 0).expectError(0x81, 0x82, 0x90);
  }

  @BothVersions
  void mqtt311_4_7_1_2_mqtt5_4_7_1_1_theManyLevelsWildcardStandsAloneAndLast(Version version) {
    for (String wrong : new String[] {"a#", "a/#/b", "#/", "##", "a/b#"}) {
      filterEndsTheConnection(version, wrong);
    }
  }

  @BothVersions
  void mqtt311_4_7_1_3_mqtt5_4_7_1_2_theOneLevelWildcardFillsItsLevel(Version version) {
    for (String wrong : new String[] {"a+", "+a", "a/b+/c", "++"}) {
      filterEndsTheConnection(version, wrong);
    }
  }

  @BothVersions
  void section_4_7_1_wildcardsMatchAsTheExamplesSay(Version version) {
    assertThat(matches(version, "sport/tennis/player1/#", "sport/tennis/player1")).isTrue();
    assertThat(matches(version, "sport/tennis/player1/#", "sport/tennis/player1/score/x")).isTrue();
    assertThat(matches(version, "sport/#", "sport")).isTrue();
    assertThat(matches(version, "sport/tennis/+", "sport/tennis/player1")).isTrue();
    assertThat(matches(version, "sport/tennis/+", "sport/tennis/player1/ranking")).isFalse();
    assertThat(matches(version, "sport/+", "sport")).isFalse();
    assertThat(matches(version, "sport/+", "sport/")).isTrue();
    assertThat(matches(version, "+/+", "/finance")).isTrue();
    assertThat(matches(version, "/+", "/finance")).isTrue();
    assertThat(matches(version, "+", "/finance")).isFalse();
    assertThat(matches(version, "+/tennis/#", "sport/tennis")).isTrue();
    assertThat(matches(version, "/", "/")).isTrue();
  }

  @BothVersions
  void mqtt_4_7_2_1_aLeadingWildcardDoesNotMatchADollar(Version version) {
    assertThat(matches(version, "#", "$private/x")).isFalse();
    assertThat(matches(version, "+/x", "$private/x")).isFalse();
    assertThat(matches(version, "$private/#", "$private/x")).isTrue();
    assertThat(matches(version, "$private/+", "$private/x")).isTrue();
  }

  @BothVersions
  void mqtt_4_7_3_1_anEmptyFilterEndsTheConnection(Version version) {
    filterEndsTheConnection(version, "");
  }

  @BothVersions
  void mqtt_4_7_3_1_anEmptyTopicNameEndsTheConnection(Version version) {
    broker.connect(version, "a").publish("", "x", 0, 0).expectError(0x81, 0x82, 0x90, 0x94);
  }

  @BothVersions
  void mqtt_4_7_3_2_aNullCharacterInAFilterEndsTheConnection(Version version) {
    filterEndsTheConnection(version, "a\0b");
  }

  @BothVersions
  void mqtt_4_7_3_3_aTopicOfTheLargestLengthIsTaken(Version version) {
    String longest = "x".repeat(60_000);

    assertThat(matches(version, longest, longest)).isTrue();
  }

  @BothVersions
  void mqtt_4_7_3_4_nothingIsNormalized(Version version) {
    assertThat(matches(version, "a/b", "A/b")).isFalse();
    assertThat(matches(version, "a//b", "a/b")).isFalse();
    assertThat(matches(version, "a b", "a b")).isTrue();
    assertThat(matches(version, "\u00e9", "e\u0301")).isFalse();
    assertThat(matches(version, "a/", "a")).isFalse();
    assertThat(matches(version, "a/./b", "a/b")).isFalse();
  }
}
