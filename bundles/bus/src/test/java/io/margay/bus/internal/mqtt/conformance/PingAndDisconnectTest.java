package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.DISCONNECT;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PINGREQ;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PINGRESP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.12 to 3.14: signs of life and the end. */
@Timeout(60)
class PingAndDisconnectTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  @BothVersions
  void mqtt_3_12_4_1_everyPingIsAnswered(Version version) {
    RawClient client = broker.connect(version, "a");

    client.send(Packet.empty(version, PINGREQ), Packet.empty(version, PINGREQ));

    assertThat(client.expect(PINGRESP).body()).isEmpty();
    assertThat(client.expect(PINGRESP).first()).isEqualTo(0xd0);
  }

  @BothVersions
  void mqtt_3_14_1_1_disconnectWithReservedFlagsIsAnErrorAndTheWillIsPublished(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("gone", 0);
    RawClient client =
        broker.connect(version, Connect.as(version, "a").will("gone", "will", 0, false));

    client.send(Packet.empty(version, DISCONNECT).flags(1)).expectError(0x81, 0x82);

    watcher.expectMessage("will");
  }

  @BothVersions
  void mqtt_3_14_4_1_theBrokerClosesAfterDisconnectAndDoesNothingMore(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("#", 0);
    RawClient client = broker.connect(version, "a");

    client.send(Packet.empty(version, DISCONNECT), Packet.publish(version, "t", "too late", 0, 0));

    client.expectCloseWithoutPacket();
    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @BothVersions
  void mqtt_3_14_4_3_disconnectDropsTheWill(Version version) {
    RawClient watcher = broker.connect(version, "watcher").subscribe("#", 0);
    RawClient client =
        broker.connect(version, Connect.as(version, "a").will("gone", "no", 2, true));

    client.disconnect();

    watcher.publish("end", "end", 0, 0).expectMessage("end");
    RawClient late = broker.connect(version, "late").subscribe("gone", 0);
    late.publish("gone", "not retained", 0, 0).expectMessage("not retained");
  }

  @Test
  void section_3_14_disconnectOfMqtt311HasNoBody() {
    RawClient client = broker.connect(Version.V3_1_1, "a");

    client.send(Packet.of(Version.V3_1_1, DISCONNECT, bytes().u8(0))).expectCloseWithoutPacket();
  }
}
