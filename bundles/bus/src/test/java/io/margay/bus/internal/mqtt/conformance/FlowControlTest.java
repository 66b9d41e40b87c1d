package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBCOMP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4.9 of MQTT 5: as many messages under way as the receiver allows. */
@Timeout(60)
class FlowControlTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private RawClient twoAtATime() {
    Connect two = Connect.as(V5, "a").properties(Properties.with(Properties.RECEIVE_MAXIMUM, 2));
    return broker.connect(V5, two).subscribe("t", 2);
  }

  private void publish(int qos, int messages) {
    RawClient publisher = broker.connect(V5, "publisher");
    for (int i = 1; i <= messages; i++) {
      publisher.deliver("t", "" + i, qos, i);
    }
  }

  @Test
  void mqtt5_3_3_4_9_noMoreThanTheReceiveMaximumIsUnderWay() {
    RawClient client = twoAtATime();
    publish(1, 4);
    int one = client.expectMessage("1").id();
    int two = client.expectMessage("2").id();
    client.ping();

    client.ack(PUBACK, two);

    client.expectMessage("3");
    client.ping();
    client.ack(PUBACK, one);
    client.expectMessage("4");
  }

  @Test
  void mqtt5_4_9_0_1_aMessageOfQos2IsUnderWayUntilPubcomp() {
    RawClient client = twoAtATime();
    publish(2, 3);
    int one = client.expectMessage("1").id();
    client.expectMessage("2");

    client.ack(PUBREC, one).expect(PUBREL);
    client.ping();
    client.ack(PUBCOMP, one);

    client.expectMessage("3");
  }

  @Test
  void mqtt5_4_9_0_3_otherPacketsFlowWhileTheQuotaIsUsedUp() {
    RawClient client = twoAtATime();
    publish(1, 3);
    client.expectMessage("1");
    client.expectMessage("2");

    client.subscribe("other", 0).ping();
    client.publish("elsewhere", "x", 1, 1).expect(PUBACK);
  }

  @Test
  void mqtt5_3_3_4_7_aClientThatSendsMoreThanTheBrokersReceiveMaximumIsCut() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a"));
    Object told = client.expect(CONNACK).properties().get(Properties.RECEIVE_MAXIMUM);
    int most = told == null ? 65_535 : (Integer) told;
    if (most == 65_535) {
      return;
    }

    for (int id = 1; id <= most + 1; id++) {
      client.publish("t", "", 2, id);
    }

    for (int id = 1; id <= most; id++) {
      assertThat(client.expect(PUBREC).reason()).isIn(0, 0x10);
    }
    client.expectError(0x93);
  }

  @Test
  void mqtt5_4_9_0_2_afterAReconnectTheQuotaIsThatOfTheNewConnection() throws InterruptedException {
    broker.lose(broker.connectKept(V5, "a").subscribe("t", 1));
    publish(1, 4);

    Connect one =
        Connect.as(V5, "a")
            .resume()
            .properties(
                Properties.with(Properties.SESSION_EXPIRY, 100L)
                    .and(Properties.RECEIVE_MAXIMUM, 1));
    RawClient client = broker.connect(V5, one);

    int first = client.expectMessage("1").id();
    client.ping();
    client.ack(PUBACK, first);
    client.expectMessage("2");
  }
}
