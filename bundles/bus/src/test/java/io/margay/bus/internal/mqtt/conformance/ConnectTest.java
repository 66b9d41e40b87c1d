package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.DISCONNECT;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PINGREQ;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3.1: how a client comes in, what it leaves behind, and who is not let in. */
@Timeout(60)
class ConnectTest {
  private static final Integer[] MALFORMED = {0x81, 0x82};
  private static final int WILL_QOS_1 = 0x08;
  private static final int WILL_QOS_3 = 0x18;
  private static final int WILL_RETAIN = 0x20;
  private static final int PASSWORD = 0x40;
  private static final int USER = 0x80;
  private static final int WILL = 0x04;

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  @BothVersions
  void mqtt_3_1_0_1_theFirstPacketMustBeConnect(Version version) {
    broker.open(version).send(Packet.empty(version, PINGREQ)).expectCloseWithoutPacket();
    broker.open(version).publish("a", "", 0, 0).expectCloseWithoutPacket();
  }

  @BothVersions
  void mqtt_3_1_0_2_aSecondConnectEndsTheConnection(Version version) {
    broker.connect(version, "a").send(Connect.as(version, "a")).expectError(0x82);
  }

  @BothVersions
  void mqtt_3_1_2_1_anotherProtocolNameIsNotServed(Version version) {
    RawClient client = broker.open(version);

    client.send(Connect.as(version, "a").protocol("MQTR", version.level));

    client.expectNotLetIn(0x81, 0x84);
  }

  @BothVersions
  void mqtt_3_1_2_2_anUnknownProtocolLevelIsRefused(Version version) {
    for (int level : new int[] {0, 1, 2, 6, 127, 255}) {
      RawClient client =
          broker.open(version).send(Connect.as(version, "a").protocol("MQTT", level));

      List<Packet> last = client.expectClose();

      assertThat(last).as("answers to level %d", level).hasSize(1);
      assertThat(last.get(0).reason()).isIn(0x01, 0x84);
    }
  }

  @BothVersions
  void mqtt_3_1_2_3_theReservedConnectFlagMustBeZero(Version version) {
    broker.open(version).send(Connect.as(version, "a").lie(1)).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_6_mqtt5_3_1_2_4_aCleanSessionForgetsTheEarlierOne(Version version)
      throws InterruptedException {
    broker.lose(broker.connectKept(version, "a").subscribe("t", 1));

    RawClient again = broker.open(version).send(Connect.as(version, "a"));

    assertThat(again.expect(CONNACK).sessionPresent()).isFalse();
    again.publish("t", "", 1, 1);
    again.expect(PUBACK);
    again.ping();
  }

  @BothVersions
  void mqtt311_3_1_2_4_mqtt5_3_1_2_5_aKeptSessionIsResumed(Version version)
      throws InterruptedException {
    broker.lose(broker.connectKept(version, "a").subscribe("t", 1));

    RawClient again = broker.open(version).send(Connect.as(version, "a").kept());

    assertThat(again.expect(CONNACK).sessionPresent()).isTrue();
    again.publish("t", "still subscribed", 0, 0).expectMessage("still subscribed");
  }

  @BothVersions
  void mqtt311_3_1_2_4_mqtt5_3_1_2_6_withoutASessionANewOneIsMade(Version version) {
    RawClient client = broker.open(version).send(Connect.as(version, "new").kept());

    assertThat(client.expect(CONNACK).sessionPresent()).isFalse();
  }

  @Test
  void mqtt311_3_1_2_6_aCleanSessionEndsWithItsConnection() throws InterruptedException {
    broker.lose(broker.connect(Version.V3_1_1, "a").subscribe("t", 1));

    RawClient again = broker.open(Version.V3_1_1).send(Connect.as(Version.V3_1_1, "a").resume());

    assertThat(again.expect(CONNACK).sessionPresent()).isFalse();
  }

  @BothVersions
  void mqtt311_3_1_2_5_mqtt5_3_1_2_23_messagesOfQos1And2AreStoredForAnAbsentClient(Version version)
      throws InterruptedException {
    broker.lose(broker.connectKept(version, "a").subscribe("t", 2));
    RawClient publisher = broker.connect(version, "publisher");
    publisher.deliver("t", "one", 1, 1).deliver("t", "two", 2, 2);

    RawClient again = broker.connectKept(version, "a");

    assertThat(again.expectMessage("one").qos()).isEqualTo(1);
    assertThat(again.expectMessage("two").qos()).isEqualTo(2);
  }

  @Test
  void mqtt311_3_1_2_7_retainedMessagesOutliveTheSession() throws InterruptedException {
    RawClient publisher = broker.connect(Version.V3_1_1, "publisher");
    publisher.send(Packet.publish(Version.V3_1_1, "t", "kept", 1, 1).retained()).expect(PUBACK);
    broker.lose(publisher);

    RawClient subscriber = broker.connect(Version.V3_1_1, "a").subscribe("t", 0);

    assertThat(subscriber.expectMessage("kept").isRetained()).isTrue();
  }

  @BothVersions
  void mqtt_3_1_2_8_theWillIsPublishedWhenTheConnectionBreaks(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("gone", 2);
    RawClient client =
        broker.connect(version, Connect.as(version, "a").will("gone", "good-bye", 1, false));

    client.close();

    Packet will = watcher.expectMessage("good-bye");
    assertThat(will.qos()).isEqualTo(1);
    assertThat(will.isRetained()).isFalse();
  }

  @BothVersions
  void mqtt_3_1_2_8_theWillIsPublishedWhenTheClientBreaksTheProtocol(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("gone", 2);
    RawClient client =
        broker.connect(version, Connect.as(version, "a").will("gone", "fault", 0, false));

    client.send(Connect.as(version, "a"));

    watcher.expectMessage("fault");
  }

  @BothVersions
  void mqtt311_3_1_2_10_mqtt5_3_1_2_10_theWillIsDroppedOnDisconnect(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("#", 2);
    RawClient client =
        broker.connect(version, Connect.as(version, "a").will("gone", "no", 1, false));

    client.disconnect();

    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_1_2_10_mqtt5_3_1_2_10_theWillIsPublishedOnce(Version version)
      throws InterruptedException {
    RawClient watcher = broker.connect(version, "watcher").subscribe("#", 0);
    broker.lose(broker.connect(version, Connect.as(version, "a").will("gone", "once", 0, false)));
    watcher.expectMessage("once");

    broker.lose(broker.connect(version, "a"));

    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_1_2_9_mqtt5_3_1_2_9_aWillFlagWithoutAWillIsNotLetIn(Version version) {
    broker.open(version).send(Connect.as(version, "a").lie(WILL)).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_11_mqtt5_3_1_2_9_aWillWithoutItsFlagIsNotLetIn(Version version) {
    broker
        .open(version)
        .send(Connect.as(version, "a").will("t", "x", 0, false).hide(WILL))
        .expectNotLetIn(MALFORMED);
  }

  @Test
  void mqtt311_3_1_2_12_withoutAWillNothingIsPublished() throws InterruptedException {
    RawClient watcher = broker.connect(Version.V3_1_1, "watcher").subscribe("#", 0);

    broker.lose(broker.connect(Version.V3_1_1, "a"));

    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_1_2_13_mqtt5_3_1_2_11_withoutAWillItsQosMustBeZero(Version version) {
    broker.open(version).send(Connect.as(version, "a").lie(WILL_QOS_1)).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_14_mqtt5_3_1_2_12_aWillOfQos3IsNotLetIn(Version version) {
    broker
        .open(version)
        .send(Connect.as(version, "a").will("t", "x", 0, false).lie(WILL_QOS_3))
        .expectNotLetIn(0x81, 0x82, 0x9b);
  }

  @BothVersions
  void mqtt311_3_1_2_15_mqtt5_3_1_2_13_withoutAWillItsRetainFlagMustBeZero(Version version) {
    broker.open(version).send(Connect.as(version, "a").lie(WILL_RETAIN)).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_16_mqtt5_3_1_2_14_aWillWithoutRetainIsNotRetained(Version version)
      throws InterruptedException {
    broker.lose(broker.connect(version, Connect.as(version, "a").will("gone", "x", 1, false)));

    RawClient late = broker.connect(version, "late").subscribe("gone", 1);

    late.publish("gone", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_1_2_17_mqtt5_3_1_2_15_aWillWithRetainIsRetained(Version version)
      throws InterruptedException {
    broker.lose(broker.connect(version, Connect.as(version, "a").will("gone", "x", 1, true)));

    RawClient late = broker.connect(version, "late").subscribe("gone", 1);

    assertThat(late.expectMessage("x").isRetained()).isTrue();
  }

  @BothVersions
  void mqtt311_3_1_2_18_mqtt5_3_1_2_16_aUserNameWithoutItsFlagIsNotLetIn(Version version) {
    broker
        .open(version)
        .send(Connect.as(version, "a").user("me").hide(USER))
        .expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_19_mqtt5_3_1_2_17_aUserFlagWithoutANameIsNotLetIn(Version version) {
    broker.open(version).send(Connect.as(version, "a").lie(USER)).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_20_mqtt5_3_1_2_18_aPasswordWithoutItsFlagIsNotLetIn(Version version) {
    broker
        .open(version)
        .send(Connect.as(version, "a").user("me").password("secret").hide(PASSWORD))
        .expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_1_2_21_mqtt5_3_1_2_19_aPasswordFlagWithoutAPasswordIsNotLetIn(Version version) {
    broker
        .open(version)
        .send(Connect.as(version, "a").user("me").lie(PASSWORD))
        .expectNotLetIn(MALFORMED);
  }

  @Test
  void mqtt311_3_1_2_22_aPasswordWithoutAUserIsNotLetIn() {
    broker
        .open(Version.V3_1_1)
        .send(Connect.as(Version.V3_1_1, "a").password("secret"))
        .expectNotLetIn();
  }

  @BothVersions
  void mqtt311_3_1_2_24_mqtt5_3_1_2_22_silenceOfOneAndAHalfKeepAlivesEndsTheConnection(
      Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("gone", 0);
    long begin = System.nanoTime();
    RawClient silent =
        broker.connect(
            version, Connect.as(version, "a").keepAlive(1).will("gone", "silent", 0, false));

    silent.expectError(0x8d);

    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_400));
    watcher.expectMessage("silent");
  }

  @BothVersions
  void mqtt_3_1_3_1_theFieldsOfThePayloadHaveTheirOrder(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("gone", 0);
    RawClient client =
        broker.connect(
            version,
            Connect.as(version, "a").will("gone", "will", 0, false).user("me").password("pw"));

    client.close();

    watcher.expectMessage("will");
  }

  @BothVersions
  void mqtt_3_1_3_2_theClientIdTellsSessionsApart(Version version) throws InterruptedException {
    broker.lose(broker.connectKept(version, "a").subscribe("t", 1));

    RawClient other = broker.open(version).send(Connect.as(version, "A").kept());

    assertThat(other.expect(CONNACK).sessionPresent()).isFalse();
  }

  @BothVersions
  void mqtt_3_1_3_3_withoutAClientIdNobodyIsLetIn(Version version) {
    Bytes body = bytes().text("MQTT").u8(version.level).u8(2).u16(60);
    if (version == Version.V5) {
      body.u8(0);
    }

    RawClient client = broker.open(version).send(Packet.of(version, PacketType.CONNECT, body));

    client.expectNotLetIn(0x81, 0x82, 0x85);
  }

  @BothVersions
  void mqtt_3_1_3_4_aClientIdThatIsNoUtf8IsNotLetIn(Version version) {
    byte[] broken = {'a', (byte) 0xff};

    broker.open(version).send(Connect.as(version, broken)).expectNotLetIn(0x81, 0x82, 0x85);
  }

  @BothVersions
  void mqtt_3_1_3_5_theClientIdsThatEveryBrokerMustTakeAreTaken(Version version) {
    broker.connect(version, "0123456789abcdefghijklm").ping();
    broker.connect(version, "nopqrstuvwxyzABCDEFGHIJ").ping();
    broker.connect(version, "KLMNOPQRSTUVWXYZ").ping();
    broker.connect(version, "x").ping();
  }

  @BothVersions
  void mqtt_3_1_3_6_clientsWithoutANameGetDifferentOnes(Version version) {
    RawClient one = broker.connect(version, "").subscribe("t", 0);
    RawClient two = broker.connect(version, "").subscribe("t", 0);

    one.publish("t", "for both", 0, 0);

    one.expectMessage("for both");
    two.expectMessage("for both");
  }

  @Test
  void mqtt311_3_1_3_8_aSessionToBeKeptNeedsAName() {
    broker.open(Version.V3_1_1).send(Connect.as(Version.V3_1_1, "").resume()).expectRefusal(0x02);
  }

  @BothVersions
  void mqtt311_3_1_3_10_mqtt5_3_1_3_11_aWillTopicThatIsNoUtf8IsNotLetIn(Version version) {
    byte[] broken = {(byte) 0xc3, 0x28};

    broker
        .open(version)
        .send(Connect.as(version, "a").will(broken, "x", 0, false, Properties.none()))
        .expectNotLetIn(0x81, 0x82, 0x90);
  }

  @BothVersions
  void mqtt311_3_1_3_11_mqtt5_3_1_3_12_aUserNameThatIsNoUtf8IsNotLetIn(Version version) {
    byte[] broken = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};

    broker
        .open(version)
        .send(Connect.as(version, "a").user(broken))
        .expectNotLetIn(0x81, 0x82, 0x86);
  }

  @BothVersions
  void mqtt_3_1_4_1_aConnectWithMoreThanItsFieldsIsNotLetIn(Version version) {
    Packet right = Connect.as(version, "a").packet();

    broker
        .open(version)
        .send(Packet.of(version, PacketType.CONNECT, bytes().raw(right.body()).u16(0)))
        .expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt_3_1_4_1_aConnectCutOffAnywhereIsNotLetIn(Version version) {
    byte[] whole =
        Connect.as(version, "name")
            .will("topic", "x", 1, true)
            .user("me")
            .password("secret")
            .packet()
            .body();
    for (int length = 0; length < whole.length; length++) {
      Bytes cut = bytes().raw(Arrays.copyOf(whole, length));

      RawClient client = broker.open(version).send(Packet.of(version, PacketType.CONNECT, cut));

      assertThat(client.expectClose())
          .as("answer to the first %d bytes", length)
          .allMatch(packet -> packet.type() == CONNACK && packet.reason() != 0);
    }
  }

  @BothVersions
  void mqtt311_3_1_4_2_mqtt5_3_1_4_3_theSameClientAgainEndsTheFirstConnection(Version version) {
    RawClient first = broker.connect(version, "a");

    RawClient second = broker.connect(version, "a");

    List<Packet> last = first.expectClose();
    if (version == Version.V5) {
      assertThat(last).extracting(Packet::type).containsExactly(DISCONNECT);
      assertThat(last.get(0).reason()).isEqualTo(0x8e);
    } else {
      assertThat(last).isEmpty();
    }
    second.ping();
  }

  @BothVersions
  void mqtt311_3_1_4_5_mqtt5_3_1_4_6_whatFollowsARefusedConnectIsNotDone(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("#", 0);
    RawClient refused = broker.open(version);

    refused.send(
        Connect.as(version, "a").protocol("MQTT", 99).packet(),
        Packet.publish(version, "t", "must not come", 0, 0));

    refused.expectClose();
    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void section_3_1_4_packetsMayFollowConnectAtOnce(Version version) {
    RawClient client = broker.open(version);

    client.send(
        Connect.as(version, "a").packet(),
        Packet.subscribe(version, 1, "t", 0),
        Packet.publish(version, "t", "early", 0, 0));

    client.expect(CONNACK);
    client.expect(PacketType.SUBACK);
    client.expectMessage("early");
  }
}
