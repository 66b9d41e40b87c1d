package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBCOMP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 4.3 and 4.4: the three flows, with the connection lost at every step of them. */
@Timeout(60)
class QosFlowsTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private RawClient subscriber(Version version, int qos) {
    return broker.connectKept(version, "subscriber").subscribe("t", qos);
  }

  private RawClient back(Version version, RawClient lost) throws InterruptedException {
    broker.lose(lost);
    return broker.connectKept(version, "subscriber");
  }

  private void publishQos1(Version version, String payload) {
    broker.connect(version, "publisher").publish("t", payload, 1, 1).expect(PUBACK);
  }

  private void publishQos2(Version version, String payload) {
    broker.connect(version, "publisher").deliver("t", payload, 2, 1);
  }

  /** What comes next is news, and nothing of an earlier message. */
  private void nothingButNews(Version version, RawClient client) {
    broker.connect(version, "news").publish("t", "news", 0, 0);
    client.expectMessage("news");
  }

  @BothVersions
  void mqtt_4_3_1_1_aMessageOfQosZeroComesOnceWithoutFlags(Version version) {
    RawClient client = subscriber(version, 0);

    broker.connect(version, "publisher").publish("t", "x", 0, 0);

    assertThat(client.expectMessage("x").first()).isEqualTo(0x30);
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_1_1_aMessageOfQosZeroIsNotSentAgain(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 0);
    publishQos1(version, "x");
    client.expectMessage("x");

    nothingButNews(version, back(version, client));
  }

  @BothVersions
  void mqtt311_4_3_2_1_mqtt5_4_3_2_3_lostBeforePubackTheMessageComesAgain(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 1);
    publishQos1(version, "x");
    Packet first = client.expectMessage("x");
    assertThat(first.isDuplicate()).isFalse();

    client = back(version, client);

    Packet again = client.expectMessage("x");
    assertThat(again.isDuplicate()).isTrue();
    assertThat(again.id()).isEqualTo(first.id());
    client.ack(PUBACK, again.id());
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_2_1_mqtt5_4_3_2_3_lostAfterPubackTheMessageIsDone(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 1);
    publishQos1(version, "x");
    client.ack(PUBACK, client.expectMessage("x").id()).ping();

    nothingButNews(version, back(version, client));
  }

  @BothVersions
  void mqtt311_4_3_2_2_mqtt5_4_3_2_5_theSameIdAfterPubackIsANewMessage(Version version) {
    RawClient client = subscriber(version, 0);
    RawClient publisher = broker.connect(version, "publisher");

    publisher.publish("t", "one", 1, 5).expect(PUBACK);
    publisher.send(Packet.publish(version, "t", "two", 1, 5).duplicate()).expect(PUBACK);

    client.expectMessage("one");
    client.expectMessage("two");
  }

  @BothVersions
  void mqtt311_4_3_3_1_mqtt5_4_3_3_3_lostBeforePubrecTheMessageComesAgain(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 2);
    publishQos2(version, "x");
    Packet first = client.expectMessage("x");
    assertThat(first.isDuplicate()).isFalse();

    client = back(version, client);

    Packet again = client.expectMessage("x");
    assertThat(again.isDuplicate()).isTrue();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(client.ack(PUBREC, again.id()).expect(PUBREL).id()).isEqualTo(first.id());
    client.ack(PUBCOMP, first.id());
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_3_1_mqtt5_4_3_3_5_lostBeforePubrelOnlyPubrelComesAgain(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 2);
    publishQos2(version, "x");
    int id = client.expectMessage("x").id();
    client.ack(PUBREC, id).expect(PUBREL);

    client = back(version, client);

    assertThat(client.expect(PUBREL).id()).isEqualTo(id);
    client.ack(PUBCOMP, id);
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_3_1_mqtt5_4_3_3_6_lostAfterPubcompTheMessageIsDone(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 2);
    publishQos2(version, "x");
    int id = client.expectMessage("x").id();
    client.ack(PUBREC, id).expect(PUBREL);
    client.ack(PUBCOMP, id).ping();

    nothingButNews(version, back(version, client));
  }

  @BothVersions
  void mqtt311_4_3_3_1_mqtt5_4_3_3_4_pubrecTwiceIsReleasedTwice(Version version) {
    RawClient client = subscriber(version, 2);
    publishQos2(version, "x");
    int id = client.expectMessage("x").id();

    client.ack(PUBREC, id).ack(PUBREC, id);

    assertThat(client.expect(PUBREL).id()).isEqualTo(id);
    assertThat(client.expect(PUBREL).id()).isEqualTo(id);
  }

  @BothVersions
  void mqtt311_4_3_3_2_mqtt5_4_3_3_10_theSameIdBeforePubrelIsDeliveredOnce(Version version) {
    RawClient client = subscriber(version, 0);
    RawClient publisher = broker.connect(version, "publisher");

    publisher.publish("t", "x", 2, 5).expect(PUBREC);
    assertThat(
            publisher.send(Packet.publish(version, "t", "x", 2, 5).duplicate()).expect(PUBREC).id())
        .isEqualTo(5);
    publisher.ack(PUBREL, 5).expect(PUBCOMP);

    client.expectMessage("x");
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_3_2_mqtt5_4_3_3_10_theSameIdOnANewConnectionIsDeliveredOnce(Version version)
      throws InterruptedException {
    RawClient client = subscriber(version, 0);
    RawClient publisher = broker.connectKept(version, "publisher");
    publisher.publish("t", "x", 2, 5).expect(PUBREC);
    broker.lose(publisher);

    publisher = broker.connectKept(version, "publisher");
    publisher.send(Packet.publish(version, "t", "x", 2, 5).duplicate()).expect(PUBREC);
    publisher.ack(PUBREL, 5).expect(PUBCOMP);

    client.expectMessage("x");
    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt311_4_3_3_2_mqtt5_4_3_3_12_theSameIdAfterPubcompIsANewMessage(Version version) {
    RawClient client = subscriber(version, 0);
    RawClient publisher = broker.connect(version, "publisher");
    publisher.deliver("t", "one", 2, 5);

    publisher.deliver("t", "two", 2, 5);

    client.expectMessage("one");
    client.expectMessage("two");
  }

  @BothVersions
  void mqtt311_4_3_3_2_mqtt5_4_3_3_11_pubrelOnANewConnectionIsCompleted(Version version)
      throws InterruptedException {
    RawClient publisher = broker.connectKept(version, "publisher");
    publisher.publish("t", "x", 2, 5).expect(PUBREC);
    publisher.ack(PUBREL, 5);
    broker.lose(publisher);

    publisher = broker.connectKept(version, "publisher").ack(PUBREL, 5);

    assertThat(publisher.expect(PUBCOMP).id()).isEqualTo(5);
  }

  @BothVersions
  void mqtt_4_4_0_1_aCleanSessionGetsNothingAgain(Version version) throws InterruptedException {
    RawClient client = subscriber(version, 1);
    publishQos1(version, "x");
    client.expectMessage("x");
    broker.lose(client);

    RawClient clean = broker.connect(version, "subscriber").subscribe("t", 1);

    nothingButNews(version, clean);
  }

  @BothVersions
  void mqtt_4_4_0_1_aMessageIsNotSentAgainOnTheSameConnection(Version version) {
    RawClient client = subscriber(version, 1);
    publishQos1(version, "x");
    client.expectMessage("x");

    client.ping().ping();

    nothingButNews(version, client);
  }

  @BothVersions
  void mqtt_4_5_0_1_aMessageGoesToAllWithAMatchingFilter(Version version) {
    RawClient one = broker.connect(version, "one").subscribe("t", 0);
    RawClient two = broker.connect(version, "two").subscribe("+", 1);
    RawClient three = broker.connect(version, "three").subscribe("#", 2);

    broker.connect(version, "publisher").deliver("t", "x", 2, 1);

    assertThat(one.expectMessage("x").qos()).isZero();
    assertThat(two.expectMessage("x").qos()).isEqualTo(1);
    assertThat(three.expectMessage("x").qos()).isEqualTo(2);
  }

  @BothVersions
  void mqtt_4_6_0_1_whatIsSentAgainKeepsItsOrder(Version version) throws InterruptedException {
    RawClient client = subscriber(version, 2);
    RawClient publisher = broker.connect(version, "publisher");
    for (int i = 1; i <= 6; i++) {
      publisher.deliver("t", "" + i, i % 2 + 1, i);
    }
    for (int i = 1; i <= 6; i++) {
      client.expectMessage("" + i);
    }

    client = back(version, client);

    for (int i = 1; i <= 6; i++) {
      assertThat(client.expectMessage("" + i).isDuplicate()).isTrue();
    }
  }

  @BothVersions
  void mqtt311_4_6_0_6_mqtt5_4_6_0_5_messagesComeInTheOrderOfTheirPublisher(Version version) {
    for (int qos = 0; qos <= 2; qos++) {
      RawClient client = broker.connect(version, "in-order-" + qos).subscribe("t", qos);
      RawClient publisher = broker.connect(version, "publisher");
      for (int i = 1; i <= 30; i++) {
        publisher.deliver("t", "" + i, qos, i);
      }
      List<String> came = new ArrayList<>();
      while (came.size() < 30) {
        Packet packet = client.receive();
        if (packet.type() == PUBREL) {
          client.ack(PUBCOMP, packet.id());
        } else {
          came.add(packet.payload());
          if (qos > 0) {
            client.ack(qos == 1 ? PUBACK : PUBREC, packet.id());
          }
        }
      }
      assertThat(came).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(i -> "" + i).toList());
    }
  }

  @BothVersions
  void mqtt_4_6_0_2_acknowledgementsFollowTheOrderOfTheMessages(Version version) {
    RawClient publisher = broker.connect(version, "publisher");

    publisher.publish("t", "", 1, 5).publish("t", "", 1, 3).publish("t", "", 1, 9);

    assertThat(publisher.expect(PUBACK).id()).isEqualTo(5);
    assertThat(publisher.expect(PUBACK).id()).isEqualTo(3);
    assertThat(publisher.expect(PUBACK).id()).isEqualTo(9);
  }

  @BothVersions
  void mqtt_4_6_0_3_receiptsFollowTheOrderOfTheMessages(Version version) {
    RawClient publisher = broker.connect(version, "publisher");

    publisher.publish("t", "", 2, 5).publish("t", "", 2, 3).publish("t", "", 2, 9);

    assertThat(publisher.expect(PUBREC).id()).isEqualTo(5);
    assertThat(publisher.expect(PUBREC).id()).isEqualTo(3);
    assertThat(publisher.expect(PUBREC).id()).isEqualTo(9);
  }

  @BothVersions
  void mqtt_4_6_0_4_releasesFollowTheOrderOfTheReceipts(Version version) {
    RawClient client = subscriber(version, 2);
    publishQos2(version, "one");
    publishQos2(version, "two");
    int one = client.expectMessage("one").id();
    int two = client.expectMessage("two").id();

    client.ack(PUBREC, one).ack(PUBREC, two);

    assertThat(client.expect(PUBREL).id()).isEqualTo(one);
    assertThat(client.expect(PUBREL).id()).isEqualTo(two);
  }
}
