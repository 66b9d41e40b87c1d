package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBACK;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.8 to 3.11 of MQTT 5: options of a subscription, and a code for each filter. */
@Timeout(60)
class SubscriptionOptionsTest {
  private static final int NO_LOCAL = 0x04;

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  @Test
  void mqtt5_3_8_3_3_whoWantsNoOwnMessagesGetsNone() {
    RawClient client = broker.connect(V5, "a").subscribe("t", NO_LOCAL);

    client.publish("t", "mine", 0, 0).ping();
    broker.connect(V5, "b").publish("t", "yours", 0, 0);

    client.expectMessage("yours");
  }

  @Test
  void mqtt5_3_8_3_4_noOwnMessagesDoesNotGoWithSharing() {
    broker.connect(V5, "a").send(Packet.subscribe(V5, 1, "$share/g/t", NO_LOCAL)).expectError(0x82);
  }

  @Test
  void section_3_8_3_1_aRetainHandlingOfThreeIsAnError() {
    broker.connect(V5, "a").send(Packet.subscribe(V5, 1, "t", 0x30)).expectError(0x81, 0x82);
  }

  @Test
  void mqtt5_3_8_4_4_subscribingAgainReplaysAndLosesNothing() {
    RawClient client = broker.connect(V5, "a");
    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());
    client.subscribe("t", 0).expectMessage("kept");

    client.subscribe("t", 0).expectMessage("kept");

    client.publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_3_11_3_1_unsubackHasACodeForEachFilterInOrder() {
    RawClient client = broker.connect(V5, "a").subscribe("b", 0);

    client.send(Packet.unsubscribe(V5, 2, "a", "b", "c"));

    assertThat(client.expect(UNSUBACK).codes()).containsExactly(0x11, 0, 0x11);
  }

  @Test
  void mqtt5_3_8_4_6_subackHasACodeForEachFilter() {
    RawClient client = broker.connect(V5, "a");

    client.send(Packet.subscribe(V5, 2, "t", 2));

    assertThat(client.expect(SUBACK).codes()).containsExactly(2);
  }
}
