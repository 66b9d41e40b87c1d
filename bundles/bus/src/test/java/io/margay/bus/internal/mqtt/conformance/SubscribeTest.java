package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBLISH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBSCRIBE;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.8 to 3.11: subscriptions, how they are granted and how they end. */
@Timeout(60)
class SubscribeTest {
  private static final Integer[] MALFORMED = {0x81, 0x82};

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private static Bytes header(Version version, int id) {
    Bytes header = bytes().u16(id);
    return version == Version.V5 ? header.u8(0) : header;
  }

  @BothVersions
  void mqtt_3_8_1_1_subscribeNeedsItsFlags(Version version) {
    for (int flags : new int[] {0, 1, 3, 4, 10}) {
      broker
          .connect(version, "a")
          .send(Packet.subscribe(version, 1, "t", 0).flags(flags))
          .expectError(MALFORMED);
    }
  }

  @BothVersions
  void mqtt_3_8_3_1_aFilterThatIsNoUtf8EndsTheConnection(Version version) {
    Bytes body = header(version, 1).binary((byte) 0xfe, (byte) 0xff).u8(0);

    broker
        .connect(version, "a")
        .send(Packet.of(version, SUBSCRIBE, body))
        .expectError(0x81, 0x82, 0x8f);
  }

  @BothVersions
  void mqtt311_3_8_3_3_mqtt5_3_8_3_2_subscribeWithoutAFilterEndsTheConnection(Version version) {
    broker
        .connect(version, "a")
        .send(Packet.of(version, SUBSCRIBE, header(version, 1)))
        .expectError(MALFORMED);
  }

  @BothVersions
  void mqtt311_3_8_3_4_mqtt5_3_8_3_5_reservedBitsAndQosThreeEndTheConnection(Version version) {
    int[] wrong = version == Version.V5 ? new int[] {3, 0x40, 0x80, 0x30} : new int[] {3, 4, 0x80};
    for (int options : wrong) {
      broker
          .connect(version, "a")
          .send(Packet.subscribe(version, 1, "t", options))
          .expectError(MALFORMED);
    }
  }

  @BothVersions
  void mqtt_3_8_4_1_subscribeIsAnsweredEvenAfterAMessage(Version version) {
    RawClient client = broker.connect(version, "a");
    client.send(Packet.publish(version, "t", "x", 0, 0).retained());

    client.send(Packet.subscribe(version, 300, "t", 0));

    Packet one = client.receive();
    Packet two = client.receive();
    assertThat(new PacketType[] {one.type(), two.type()})
        .containsExactlyInAnyOrder(SUBACK, PUBLISH);
    assertThat((one.type() == SUBACK ? one : two).id()).isEqualTo(300);
  }

  @BothVersions
  void mqtt_3_8_4_3_theSameFilterAgainReplacesAndReplays(Version version) {
    RawClient client = broker.connect(version, "a");
    client.deliver(Packet.publish(version, "t", "kept", 2, 1).retained());
    client.subscribe("t", 0);
    assertThat(client.expectMessage("kept").qos()).isZero();

    client.subscribe("t", 1);

    Packet again = client.expectMessage("kept");
    assertThat(again.qos()).isEqualTo(1);
    client.ack(PUBACK, again.id());
    broker.connect(version, "publisher").publish("t", "live", 1, 1).expect(PUBACK);
    assertThat(client.expectMessage("live").qos()).isEqualTo(1);
  }

  @BothVersions
  void mqtt311_3_8_4_4_mqtt5_3_8_4_5_manyFiltersGetOneAnswer(Version version) {
    RawClient client = broker.connect(version, "a");
    Bytes body = header(version, 4).text("a").u8(0).text("b").u8(1).text("c/#").u8(2);

    client.send(Packet.of(version, SUBSCRIBE, body));

    assertThat(client.expect(SUBACK).codes()).containsExactly(0, 1, 2);
    client.publish("c/d", "x", 0, 0).expectMessage("x");
    client.publish("a", "y", 0, 0).expectMessage("y");
  }

  @BothVersions
  void mqtt311_3_8_4_5_mqtt5_3_8_4_7_aFilterThatIsTooMuchIsRefusedByItsCode(Version version) {
    RawClient client = broker.connect(version, "a");
    for (int i = 0; i < 50; i++) {
      client.subscribe("t/" + i, 0);
    }

    client.send(Packet.subscribe(version, 1, "one/more", 0));

    assertThat(client.expect(SUBACK).codes())
        .singleElement()
        .isEqualTo(version == Version.V5 ? 0x97 : 0x80);
    client.ping();
  }

  @BothVersions
  void mqtt311_3_8_4_6_mqtt5_3_8_4_8_theLowerQosOfBothIsDelivered(Version version) {
    RawClient publisher = broker.connect(version, "publisher");
    for (int granted = 0; granted <= 2; granted++) {
      for (int published = 0; published <= 2; published++) {
        RawClient client = broker.connect(version, "a").subscribe("t", granted);

        publisher.deliver("t", "x", published, 1);

        assertThat(client.expectMessage("x").qos()).isEqualTo(Math.min(granted, published));
      }
    }
  }

  @BothVersions
  void mqtt_3_9_3_1_theCodesHaveTheOrderOfTheFilters(Version version) {
    RawClient client = broker.connect(version, "a");
    Bytes body = header(version, 4).text("z").u8(2).text("a").u8(0).text("m").u8(1);

    client.send(Packet.of(version, SUBSCRIBE, body));

    assertThat(client.expect(SUBACK).codes()).containsExactly(2, 0, 1);
  }

  @BothVersions
  void mqtt_3_10_1_1_unsubscribeNeedsItsFlags(Version version) {
    for (int flags : new int[] {0, 1, 6, 15}) {
      broker
          .connect(version, "a")
          .send(Packet.unsubscribe(version, 1, "t").flags(flags))
          .expectError(MALFORMED);
    }
  }

  @BothVersions
  void mqtt_3_10_3_1_aFilterToEndThatIsNoUtf8EndsTheConnection(Version version) {
    Bytes body = header(version, 1).binary((byte) 0xc0, (byte) 0x80);

    broker
        .connect(version, "a")
        .send(Packet.of(version, UNSUBSCRIBE, body))
        .expectError(0x81, 0x82, 0x8f);
  }

  @BothVersions
  void mqtt_3_10_3_2_unsubscribeWithoutAFilterEndsTheConnection(Version version) {
    broker
        .connect(version, "a")
        .send(Packet.of(version, UNSUBSCRIBE, header(version, 1)))
        .expectError(MALFORMED);
  }

  @BothVersions
  void mqtt_3_10_4_1_onlyTheVerySameFilterIsEnded(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t/+", 0).subscribe("T/+", 0);

    client.send(Packet.unsubscribe(version, 9, "t/#", "t/x", "T/+")).expect(UNSUBACK);

    client.publish("T/x", "ended", 0, 0);
    client.publish("t/x", "still", 0, 0).expectMessage("still");
  }

  @BothVersions
  void mqtt_3_10_4_2_afterUnsubackNothingMoreComes(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0).subscribe("end", 0);
    client.publish("t", "before", 0, 0).expectMessage("before");

    client.send(Packet.unsubscribe(version, 9, "t")).expect(UNSUBACK);

    client.publish("t", "after", 0, 0).publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt_3_10_4_3_whatIsUnderWayIsCompleted(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 2);
    broker.connect(version, "publisher").deliver("t", "x", 2, 1);
    int id = client.expectMessage("x").id();

    client.send(Packet.unsubscribe(version, 9, "t")).expect(UNSUBACK);

    assertThat(client.ack(PUBREC, id).expect(PUBREL).id()).isEqualTo(id);
    client.ack(PacketType.PUBCOMP, id).ping();
  }

  @BothVersions
  void mqtt_3_10_4_4_unsubackHasTheIdOfTheRequest(Version version) {
    RawClient client = broker.connect(version, "a").subscribe("t", 0);

    client.send(Packet.unsubscribe(version, 0xabcd, "t"));

    assertThat(client.expect(UNSUBACK).id()).isEqualTo(0xabcd);
  }

  @BothVersions
  void mqtt_3_10_4_5_unsubscribeIsAnsweredWhenNothingEnds(Version version) {
    RawClient client = broker.connect(version, "a");

    client.send(Packet.unsubscribe(version, 5, "never/subscribed"));

    Packet answer = client.expect(UNSUBACK);
    if (version == Version.V5) {
      assertThat(answer.codes()).containsExactly(0x11);
    } else {
      assertThat(answer.body()).hasSize(2);
    }
  }

  @BothVersions
  void mqtt_3_10_4_6_manyFiltersAreEndedWithOneAnswer(Version version) {
    RawClient client =
        broker.connect(version, "a").subscribe("t", 0).subscribe("u", 0).subscribe("end", 0);

    client.send(Packet.unsubscribe(version, 5, "t", "u")).expect(UNSUBACK);

    client.publish("t", "no", 0, 0).publish("u", "no", 0, 0);
    client.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void section_3_8_aFilterWithoutItsOptionsEndsTheConnection(Version version) {
    Bytes body = header(version, 1).raw(bytes().text("t").u8(0).text("u").done());

    broker.connect(version, "a").send(Packet.of(version, SUBSCRIBE, body)).expectError(MALFORMED);
  }

  @BothVersions
  void section_3_8_aFilterOfAnyCharactersIsTaken(Version version) {
    String filter =
        new String("日本/é/\uD83D\uDE00".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    RawClient client = broker.connect(version, "a").subscribe(filter, 0);

    assertThat(client.publish(filter, "x", 0, 0).expectMessage("x").topic()).isEqualTo(filter);
  }
}
