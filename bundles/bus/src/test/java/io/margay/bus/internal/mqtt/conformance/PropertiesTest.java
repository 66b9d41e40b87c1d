package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNECT;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBLISH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBSCRIBE;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 2.2.2 of MQTT 5: properties, those that are wrong above all. */
@Timeout(60)
class PropertiesTest {
  private static final Integer[] MALFORMED = {0x81, 0x82};

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private void publishEndsTheConnection(byte... properties) {
    Bytes body = bytes().text("t").raw(properties);
    broker.connect(V5, "a").send(Packet.of(V5, PUBLISH, body)).expectError(MALFORMED);
  }

  private void connectIsNotLetIn(Properties properties, Integer... reasons) {
    broker.open(V5).send(Connect.as(V5, "a").properties(properties)).expectNotLetIn(reasons);
  }

  @Test
  void mqtt5_2_2_2_1_packetsWithoutPropertiesSayZero() {
    RawClient client = broker.connect(V5, "a").subscribe("t", 0);

    client.publish("t", "x", 0, 0);

    assertThat(client.expect(PUBLISH).body()).isEqualTo(bytes().text("t").u8(0).u8('x').done());
  }

  @Test
  void section_2_2_2_anUnknownPropertyIsMalformed() {
    publishEndsTheConnection(bytes().u8(2).u8(0x7f).u8(0).done());
    publishEndsTheConnection(bytes().u8(3).u8(0xff).u8(1).u8(0).done());
  }

  @Test
  void section_2_2_2_2_aPropertyOfAnotherPacketIsMalformed() {
    publishEndsTheConnection(Properties.with(Properties.RECEIVE_MAXIMUM, 5).encoded());
    publishEndsTheConnection(Properties.with(Properties.SESSION_EXPIRY, 5L).encoded());
    publishEndsTheConnection(Properties.with(Properties.REASON_STRING, "why").encoded());
    connectIsNotLetIn(Properties.with(Properties.TOPIC_ALIAS, 1), MALFORMED);
    connectIsNotLetIn(Properties.with(Properties.WILL_DELAY, 1L), MALFORMED);
    connectIsNotLetIn(Properties.with(Properties.ASSIGNED_CLIENT_ID, "b"), MALFORMED);
    broker
        .connect(V5, "a")
        .send(Packet.subscribe(V5, 1, "t", 0, Properties.with(Properties.CONTENT_TYPE, "x")))
        .expectError(MALFORMED);
  }

  @Test
  void section_2_2_2_aPropertyThatMayComeOnceIsAnErrorTwice() {
    publishEndsTheConnection(
        Properties.with(Properties.CONTENT_TYPE, "a").and(Properties.CONTENT_TYPE, "a").encoded());
    publishEndsTheConnection(
        Properties.with(Properties.MESSAGE_EXPIRY, 9L)
            .and(Properties.MESSAGE_EXPIRY, 9L)
            .encoded());
    connectIsNotLetIn(
        Properties.with(Properties.SESSION_EXPIRY, 1L).and(Properties.SESSION_EXPIRY, 1L),
        MALFORMED);
    connectIsNotLetIn(
        Properties.with(Properties.RECEIVE_MAXIMUM, 9).and(Properties.RECEIVE_MAXIMUM, 9),
        MALFORMED);
  }

  @Test
  void section_2_2_2_aUserPropertyMayComeOften() {
    RawClient client = broker.connect(V5, "a");

    client.publish("t", "", 1, 1, Properties.none().user("a", "1").user("a", "1")).expect(PUBACK);
  }

  @Test
  void section_2_2_2_1_aLengthOfPropertiesBeyondThePacketIsMalformed() {
    publishEndsTheConnection(bytes().u8(100).u8(Properties.PAYLOAD_FORMAT).u8(1).done());
    publishEndsTheConnection(bytes().u8(0x80).done());
    publishEndsTheConnection(
        bytes().raw((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff).u8(1).done());
  }

  @Test
  void section_2_2_2_1_aPropertyCutOffByTheLengthIsMalformed() {
    publishEndsTheConnection(bytes().u8(3).u8(Properties.MESSAGE_EXPIRY).u32(5).done());
    publishEndsTheConnection(bytes().u8(2).u8(Properties.CONTENT_TYPE).text("text").done());
    publishEndsTheConnection(bytes().u8(1).u8(Properties.PAYLOAD_FORMAT).done());
    Bytes user = bytes().u8(5).u8(Properties.USER_PROPERTY).text("ab");
    publishEndsTheConnection(user.done());
  }

  @Test
  void mqtt5_1_5_7_1_aUserPropertyThatIsNoUtf8IsMalformed() {
    byte[] pair = bytes().u8(Properties.USER_PROPERTY).text("a").binary((byte) 0xff).done();

    publishEndsTheConnection(bytes().variable(pair.length).raw(pair).done());
  }

  @Test
  void mqtt5_3_3_2_19_aContentTypeThatIsNoUtf8IsMalformed() {
    byte[] type = bytes().u8(Properties.CONTENT_TYPE).binary((byte) 0xc0, (byte) 0x80).done();

    publishEndsTheConnection(bytes().variable(type.length).raw(type).done());
  }

  @Test
  void mqtt5_3_3_2_13_aResponseTopicThatIsNoUtf8IsMalformed() {
    byte[] topic = bytes().u8(Properties.RESPONSE_TOPIC).binary((byte) 0xfe).done();

    publishEndsTheConnection(bytes().variable(topic.length).raw(topic).done());
  }

  @Test
  void section_3_1_2_11_valuesOutOfRangeAreNotLetIn() {
    connectIsNotLetIn(Properties.with(Properties.RECEIVE_MAXIMUM, 0), MALFORMED);
    connectIsNotLetIn(Properties.with(Properties.MAXIMUM_PACKET_SIZE, 0L), MALFORMED);
    connectIsNotLetIn(Properties.with(Properties.REQUEST_PROBLEM_INFORMATION, 2), MALFORMED);
    connectIsNotLetIn(Properties.with(Properties.REQUEST_RESPONSE_INFORMATION, 7), MALFORMED);
    connectIsNotLetIn(
        Properties.with(Properties.AUTHENTICATION_DATA, new byte[] {1}), 0x81, 0x82, 0x8c);
  }

  @Test
  void section_3_8_2_1_2_aSubscriptionIdOfZeroOrTwoOfThemIsAnError() {
    broker
        .connect(V5, "a")
        .send(Packet.subscribe(V5, 1, "t", 0, Properties.with(Properties.SUBSCRIPTION_ID, 0)))
        .expectError(MALFORMED);
    Properties two =
        Properties.with(Properties.SUBSCRIPTION_ID, 1).and(Properties.SUBSCRIPTION_ID, 2);
    broker.connect(V5, "a").send(Packet.subscribe(V5, 1, "t", 0, two)).expectError(MALFORMED);
  }

  @Test
  void section_2_2_2_aPacketWithoutItsPropertiesIsMalformed() {
    Bytes subscribe = bytes().u16(1);
    broker.connect(V5, "a").send(Packet.of(V5, SUBSCRIBE, subscribe)).expectError(MALFORMED);
    Bytes connect = bytes().text("MQTT").u8(5).u8(2).u16(60);
    broker.open(V5).send(Packet.of(V5, CONNECT, connect)).expectNotLetIn(MALFORMED);
  }
}
