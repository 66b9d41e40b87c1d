package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBCOMP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBLISH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3.3: messages and their flags; 3.4 to 3.7: what answers them. */
@Timeout(60)
class PublishTest {
  private static final Integer[] MALFORMED = {0x81, 0x82};

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  @BothVersions
  void mqtt_3_3_1_1_aMessageSentAgainIsMarkedAsDuplicate(Version version)
      throws InterruptedException {
    RawClient first = broker.connectKept(version, "a").subscribe("t", 1);
    first.publish("t", "again", 0, 0).expectMessage("again");
    broker.connect(version, "publisher").publish("t", "once more", 1, 1).expect(PUBACK);
    assertThat(first.expectMessage("once more").isDuplicate()).isFalse();
    broker.lose(first);

    RawClient second = broker.connectKept(version, "a");

    assertThat(second.expectMessage("once more").isDuplicate()).isTrue();
  }

  @BothVersions
  void mqtt_3_3_1_2_aDuplicateOfQosZeroEndsTheConnection(Version version) {
    RawClient client = broker.connect(version, "a");

    client.send(Packet.publish(version, "t", "", 0, 0).duplicate()).expectError(MALFORMED);
  }

  @BothVersions
  void mqtt_3_3_1_3_theDuplicateFlagIsNotPassedOn(Version version) {
    RawClient subscriber = broker.connect(version, "a").subscribe("t", 2);
    RawClient publisher = broker.connect(version, "publisher");

    publisher.send(Packet.publish(version, "t", "x", 1, 9).duplicate()).expect(PUBACK);

    assertThat(subscriber.expectMessage("x").isDuplicate()).isFalse();
  }

  @BothVersions
  void mqtt_3_3_1_4_qosThreeEndsTheConnection(Version version) {
    RawClient client = broker.connect(version, "a");

    client.send(Packet.publish(version, "t", "x", 3, 1)).expectError(0x81, 0x82, 0x9b);
  }

  @BothVersions
  void mqtt_3_3_1_5_aRetainedMessageIsStoredWithItsQos(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(Packet.publish(version, "t", "old", 0, 0).retained());
    client.send(Packet.publish(version, "t", "new", 1, 1).retained()).expect(PUBACK);

    Packet retained = client.subscribe("t", 2).expectMessage("new");

    assertThat(retained.qos()).isEqualTo(1);
    assertThat(retained.isRetained()).isTrue();
    client.ack(PUBACK, retained.id()).publish("t", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_3_1_6_mqtt5_3_3_1_9_aNewSubscriptionGetsTheLastOfEachTopic(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(
        Packet.publish(version, "t/1", "one", 0, 0).retained(),
        Packet.publish(version, "t/2", "two", 0, 0).retained(),
        Packet.publish(version, "u", "other", 0, 0).retained());

    client.subscribe("t/+", 0);

    assertThat(new String[] {client.expect(PUBLISH).payload(), client.expect(PUBLISH).payload()})
        .containsExactlyInAnyOrder("one", "two");
    client.publish("t/3", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_3_1_7_mqtt5_3_3_1_5_aRetainedMessageOfQosZeroReplacesTheOneBefore(
      Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(Packet.publish(version, "t", "old", 1, 1).retained()).expect(PUBACK);
    client.send(Packet.publish(version, "t", "new", 0, 0).retained());

    client.subscribe("t", 1).expectMessage("new");
  }

  @BothVersions
  void mqtt311_3_3_1_8_mqtt5_3_3_1_9_aReplayedMessageHasTheRetainFlag(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(Packet.publish(version, "t", "x", 0, 0).retained());

    assertThat(client.subscribe("t", 0).expectMessage("x").isRetained()).isTrue();
  }

  @BothVersions
  void mqtt311_3_3_1_9_mqtt5_3_3_1_12_anEstablishedSubscriptionGetsNoRetainFlag(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0);

    client.send(Packet.publish(version, "t", "x", 0, 0).retained());

    assertThat(client.expectMessage("x").isRetained()).isFalse();
  }

  @BothVersions
  void mqtt311_3_3_1_10_mqtt5_3_3_1_6_anEmptyRetainedMessageDeletesAndIsDelivered(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0);
    client.send(Packet.publish(version, "t", "x", 0, 0).retained());
    client.expectMessage("x");

    client.send(Packet.publish(version, "t", "", 0, 0).retained());

    client.expectMessage("");
    RawClient late = broker.connect(version, "late").subscribe("t", 0);
    late.publish("t", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_3_1_11_mqtt5_3_3_1_7_anEmptyMessageIsNotRetained(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(Packet.publish(version, "t", "", 0, 0).retained());

    client.subscribe("t", 0).publish("t", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt311_3_3_1_12_mqtt5_3_3_1_8_aMessageWithoutRetainLeavesTheRetainedOne(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(
        Packet.publish(version, "t", "kept", 0, 0).retained(),
        Packet.publish(version, "t", "passing", 0, 0),
        Packet.publish(version, "t", "", 0, 0));

    client.subscribe("t", 0).expectMessage("kept");
  }

  @BothVersions
  void mqtt_3_3_2_2_aTopicNameWithWildcardsEndsTheConnection(Version version) {
    for (String topic : new String[] {"#", "a/#", "+", "a/+/b", "a+"}) {
      broker.connect(version, "a").publish(topic, "x", 0, 0).expectError(0x81, 0x82, 0x90);
    }
  }

  @BothVersions
  void mqtt_3_3_2_3_theTopicOfADeliveryIsTheOneOfTheMessage(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("a/+/c/#", 0);

    client.publish("a/b/c/d", "x", 0, 0);

    assertThat(client.expectMessage("x").topic()).isEqualTo("a/b/c/d");
  }

  @BothVersions
  void mqtt_3_3_4_1_eachQosHasItsAnswer(Version version) {
    RawClient client = broker.connect(version, "a");

    client.publish("t", "", 0, 0).ping();
    client.publish("t", "", 1, 1).expect(PUBACK);
    client.publish("t", "", 2, 2).expect(PUBREC);
    client.ack(PUBREL, 2).expect(PUBCOMP);
  }

  @BothVersions
  void mqtt311_3_3_5_1_mqtt5_3_3_4_2_overlappingFiltersDeliverAtTheHighestQos(Version version) {
    RawClient client =
        broker.connect(version, "a").subscribe("t/#", 0).subscribe("t/+", 2).subscribe("t/x", 1);

    broker.connect(version, "publisher").deliver("t/x", "x", 2, 1);

    assertThat(client.expectMessage("x").qos()).isEqualTo(2);
  }

  @BothVersions
  void section_3_3_anEmptyPayloadIsAMessage(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0);

    client.publish("t", "", 0, 0).expectMessage("");
  }

  @BothVersions
  void section_3_3_aPayloadOfAnyBytesUpToTheLimitComesThrough(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0);
    String large = "\u0000x".repeat(30_000);

    client.publish("t", large, 0, 0).expectMessage(large);
  }

  @BothVersions
  void section_4_13_aPacketLargerThanTheBrokerAllowsEndsTheConnection(Version version) {
    RawClient client = broker.connect(version, "a");

    client.publish("t", "x".repeat(66_000), 0, 0).expectError(0x95);
  }

  @BothVersions
  void section_3_4_acknowledgementsNobodyWaitsForAreHarmless(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 1);

    client.ack(PUBACK, 77).ack(PUBCOMP, 78);

    client.publish("t", "still here", 0, 0).expectMessage("still here");
  }

  @BothVersions
  void section_3_6_aReleaseNobodyWaitsForIsCompleted(Version version) {
    RawClient client = broker.connect(version, "a");

    client.ack(PUBREL, 77);

    assertThat(client.expect(PUBCOMP).id()).isEqualTo(77);
  }

  @BothVersions
  void section_3_5_aReceiptNobodyWaitsForIsReleased(Version version) {
    RawClient client = broker.connect(version, "a");

    client.ack(PUBREC, 77);

    assertThat(client.expect(PUBREL).id()).isEqualTo(77);
  }

  @Test
  void mqtt311_3_3_5_2_aMessageThatIsNotAllowedIsAcknowledged() {
    RawClient client = broker.connect(Version.V3_1_1, "a").subscribe("$SYS/#", 1);

    client.publish("$SYS/mine", "x", 1, 5);

    Packet answer = client.receive();
    while (answer.type() == PUBLISH) {
      answer = client.receive();
    }
    assertThat(answer.type()).isEqualTo(PUBACK);
  }
}
