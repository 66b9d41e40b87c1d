package io.margay.bus.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.TopicFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessListTest {
  /** The example that comes with mosquitto 2.0.11, line by line. */
  private static final String MOSQUITTOS_EXAMPLE =
      """
      # This affects access control for clients with no username.
      topic read $SYS/#

      # This only affects clients with username "roger".
      user roger
      topic foo/bar

      # This affects all clients.
      pattern write $SYS/broker/connection/%c/state
      """;

  private static final String PLANT =
      """
      topic read public/#
      user hmi
      topic read #
      topic read $ke/#
      topic write line1/setpoint
      topic deny line1/secret/#
      user plc
      topic readwrite line1/+
      topic write a b/c d
      pattern readwrite users/%u/%c/#
      pattern read all/#
      """;

  @ParameterizedTest
  @CsvSource({
    ", c1, $SYS/broker/uptime, r-",
    ", c1, $SYS/broker/connection/c1/state, rw",
    ", c1, foo/bar, --",
    "roger, c1, foo/bar, rw",
    "roger, c1, foo/bar/x, --",
    "roger, c1, $SYS/broker/uptime, --",
    "roger, c1, $SYS/broker/connection/c1/state, -w",
    "roger, c1, $SYS/broker/connection/c2/state, --",
    "roger, +, $SYS/broker/connection/+/state, --",
    "mary, c1, foo/bar, --",
    "mary, c1, $SYS/broker/connection/c1/state, -w"
  })
  void mosquittosOwnExampleMeansTheSame(String user, String client, String topic, String allowed) {
    assertThat(rights(MOSQUITTOS_EXAMPLE, user, client, topic)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "hmi, line1/speed, r-",
    "hmi, line1/setpoint, rw",
    "hmi, line1/secret, --",
    "hmi, line1/secret/key, --",
    "hmi, $ke/events/device/default/press/data/update, r-",
    "hmi, $hw/events/device/default/press/twin/update, --",
    "hmi, users/hmi/c1/x, rw",
    "hmi, users/plc/c1/x, r-",
    "plc, users/hmi/c1/x, --",
    "plc, line1/setpoint, rw",
    "plc, line1/a/b, --",
    "plc, a b/c d, -w",
    "plc, all/that, r-",
    ", public/a, r-",
    ", all/that, r-",
    ", users//c1/x, --",
    ", line1/speed, --"
  })
  void readingAndWritingAreGivenSeparately(String user, String topic, String allowed) {
    assertThat(rights(PLANT, user, "c1", topic)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "hmi, #, true",
    "hmi, line1/setpoint, true",
    "hmi, line1/secret/#, false",
    "hmi, line1/+, true",
    "hmi, $hw/#, false",
    "hmi, $ke/+/device/#, true",
    "hmi, $SYS/#, false",
    "plc, #, true",
    "plc, line2/#, false",
    "plc, a b/c d, false",
    "nobody, line1/#, false",
    ", public, true"
  })
  void aSubscriptionIsRefusedWhenNothingCanComeOfIt(String user, String filter, boolean allowed) {
    Permissions rules = AccessList.parse(PLANT).rulesFor(user, "c1");

    assertThat(rules.maySubscribe(new TopicFilter(filter))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"a+b, c1, users/a+b/c1/x", "plc, #, users/plc/#/x", "%c, x, users/x/x/x"})
  void namesCannotReachTheTopicsOfOthersThroughPatterns(String user, String client, String topic) {
    assertThat(rights(PLANT, user, client, topic)).isEqualTo("--");
  }

  @ParameterizedTest
  @CsvSource({
    "tpoic read a, 'line 2: found \"tpoic\", expected user, topic, pattern or a comment'",
    "topic reed a, 'line 2: access: found \"reed\", expected read, write, readwrite or deny'",
    "topic a/#/b, 'line 2: topic filter \"a/#/b\": # stands alone in the last level'",
    "pattern read a/%u+, 'line 2: topic filter \"a/x+\": + stands alone in a level'",
    "topic, 'line 2: a topic filter has 1 to 65535 bytes of UTF-8 and no null character'",
    "user, line 2: user: a name is missing"
  })
  void aMistakeIsNamedWithItsLine(String line, String message) {
    assertThatThrownBy(() -> AccessList.parse("user hmi\n" + line)).hasMessage(message);
  }

  @Test
  void aSectionMayComeInParts() {
    String list = "user a\ntopic one\nuser b\ntopic two\nuser a\ntopic three";

    assertThat(rights(list, "a", "c", "one")).isEqualTo("rw");
    assertThat(rights(list, "a", "c", "two")).isEqualTo("--");
    assertThat(rights(list, "a", "c", "three")).isEqualTo("rw");
  }

  private static String rights(String list, String user, String client, String topic) {
    Permissions rules = AccessList.parse(list).rulesFor(user, client);
    return (rules.mayReceive(topic) ? "r" : "-") + (rules.mayPublish(topic) ? "w" : "-");
  }
}
