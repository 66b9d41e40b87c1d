package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBLISH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBACK;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4.8.2 of MQTT 5: several clients that share the messages of one filter. */
@Timeout(60)
class SharedSubscriptionsTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  /** The payloads that come before the message that says it is the end. */
  private static List<String> untilEnd(RawClient client) {
    List<String> came = new ArrayList<>();
    for (Packet one = client.expect(PUBLISH); ; one = client.expect(PUBLISH)) {
      if (one.qos() == 1) {
        client.ack(PUBACK, one.id());
      }
      if (one.payload().equals("end")) {
        return came;
      }
      came.add(one.payload());
    }
  }

  @Test
  void section_4_8_2_eachMessageGoesToOneMember() {
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 0).subscribe("end", 0);
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 0).subscribe("end", 0);
    RawClient publisher = broker.connect(V5, "publisher");

    for (int i = 0; i < 40; i++) {
      publisher.publish("t", "" + i, 0, 0);
    }
    publisher.publish("end", "end", 0, 0);

    List<String> first = untilEnd(one);
    List<String> second = untilEnd(two);
    assertThat(first).isNotEmpty();
    assertThat(second).isNotEmpty();
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).mapToObj(i -> "" + i).toList());
  }

  @Test
  void section_4_8_2_groupsAndOrdinarySubscriptionsGetAllEach() {
    RawClient group = broker.connect(V5, "group").subscribe("$share/g/t", 0);
    RawClient other = broker.connect(V5, "other").subscribe("$share/h/t", 0);
    RawClient alone = broker.connect(V5, "alone").subscribe("t", 0);

    broker.connect(V5, "publisher").publish("t", "x", 0, 0);

    group.expectMessage("x");
    other.expectMessage("x");
    alone.expectMessage("x");
  }

  @Test
  void section_4_8_2_aClientMayBeInAGroupAndSubscribeByItself() {
    RawClient client = broker.connect(V5, "a").subscribe("$share/g/t", 0).subscribe("t", 0);

    broker.connect(V5, "publisher").publish("t", "x", 0, 0);

    client.expectMessage("x");
    client.expectMessage("x");
  }

  @Test
  void mqtt5_4_8_2_1_aShareNeedsAName() {
    for (String wrong : new String[] {"$share//t", "$share/", "$share/g"}) {
      broker
          .connect(V5, "a")
          .send(Packet.subscribe(V5, 1, wrong, 0))
          .expectErrorOrFailure(0x81, 0x82, 0x8f);
    }
  }

  @Test
  void mqtt5_4_8_2_2_theNameHasNoWildcardsAndAFilterBehindIt() {
    for (String wrong : new String[] {"$share/g+/t", "$share/#/t", "$share/g/", "$share/g/a#"}) {
      broker
          .connect(V5, "a")
          .send(Packet.subscribe(V5, 1, wrong, 0))
          .expectErrorOrFailure(0x81, 0x82, 0x8f);
    }
  }

  @Test
  void mqtt5_4_8_2_3_eachMemberGetsItsOwnQos() {
    RawClient zero = broker.connect(V5, "zero").subscribe("$share/g/t", 0);
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 1);
    zero.subscribe("end", 0);
    one.subscribe("end", 0);
    RawClient publisher = broker.connect(V5, "publisher");
    for (int id = 1; id <= 6; id++) {
      publisher.deliver("t", "x", 2, id);
    }
    publisher.publish("end", "end", 0, 0);

    for (Packet p = zero.expect(PUBLISH); !p.payload().equals("end"); p = zero.expect(PUBLISH)) {
      assertThat(p.qos()).isZero();
    }
    for (Packet p = one.expect(PUBLISH); !p.payload().equals("end"); p = one.expect(PUBLISH)) {
      assertThat(p.qos()).isEqualTo(1);
      one.ack(PUBACK, p.id());
    }
  }

  @Test
  void mqtt5_4_8_2_4_aDeliveryOfQos2IsCompletedWithTheSameMember() throws InterruptedException {
    RawClient one = broker.connectKept(V5, "one").subscribe("$share/g/t", 2);
    RawClient publisher = broker.connect(V5, "publisher");
    publisher.deliver("t", "x", 2, 1);
    int id = one.expectMessage("x").id();
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 2);
    broker.lose(one);

    one = broker.connectKept(V5, "one");

    assertThat(one.expectMessage("x").id()).isEqualTo(id);
    two.subscribe("end", 0).publish("end", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_4_8_2_5_aDeliveryOfQos2EndsWithItsSession() throws InterruptedException {
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 2);
    broker.connect(V5, "publisher").deliver("t", "x", 2, 1);
    one.expectMessage("x");
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 2);

    broker.lose(one);

    two.subscribe("end", 0).publish("end", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_4_8_2_6_aMessageThatAMemberRefusesGoesToNoOther() {
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 1);
    broker.connect(V5, "publisher").publish("t", "x", 1, 1).expect(PUBACK);
    int id = one.expectMessage("x").id();
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 1);

    one.send(Packet.ack(PUBACK, id, 0x80)).ping();

    two.subscribe("end", 0).publish("end", "end", 0, 0).expectMessage("end");
  }

  @Test
  void section_4_8_2_whoLeavesTheGroupGetsNothingMore() {
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 0);
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 0);
    one.send(Packet.unsubscribe(V5, 3, "$share/g/t"));
    assertThat(one.expect(UNSUBACK).codes()).containsExactly(0);

    for (int i = 0; i < 5; i++) {
      two.publish("t", "" + i, 0, 0).expectMessage("" + i);
    }

    one.subscribe("end", 0).publish("end", "end", 0, 0).expectMessage("end");
  }

  @Test
  void section_4_8_2_aNewMemberGetsNoRetainedMessages() {
    RawClient client = broker.connect(V5, "a");
    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());

    client.subscribe("$share/g/t", 0).publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void section_4_8_2_aMessageOfQos1IsNotLostWhenItsMemberGoes() throws InterruptedException {
    RawClient one = broker.connect(V5, "one").subscribe("$share/g/t", 1);
    RawClient publisher = broker.connect(V5, "publisher");
    RawClient two = broker.connect(V5, "two").subscribe("$share/g/t", 1).subscribe("end", 1);

    broker.lose(one);
    for (int i = 1; i <= 10; i++) {
      publisher.deliver("t", "" + i, 1, i);
    }
    publisher.publish("end", "end", 1, 11).expect(PUBACK);

    assertThat(untilEnd(two)).hasSize(10);
  }

  @Test
  void section_4_8_2_wildcardsWorkBehindTheName() {
    RawClient client = broker.connect(V5, "a").subscribe("$share/g/a/+/c/#", 0);

    assertThat(client.publish("a/b/c/d", "x", 0, 0).expectMessage("x").topic())
        .isEqualTo("a/b/c/d");
  }
}
