package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.DISCONNECT;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PINGREQ;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PINGRESP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBCOMP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBLISH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBSCRIBE;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chapter 2, and the data types of chapter 1: what all packets have in common. */
@Timeout(60)
class ControlPacketFormatTest {
  private static final Integer[] MALFORMED = {0x81, 0x82};

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private RawClient connected(Version version) {
    return broker.connect(version, "a");
  }

  private void publishOn(Version version, byte... topic) {
    Bytes body = bytes().binary(topic);
    if (version == Version.V5) {
      body.u8(0);
    }
    connected(version).send(Packet.of(version, PUBLISH, body)).expectError(0x81, 0x82, 0x90);
  }

  @BothVersions
  void mqtt311_1_4_0_1_mqtt5_1_5_4_1_aSurrogateInATextEndsTheConnection(Version version) {
    publishOn(version, (byte) 0xed, (byte) 0xa0, (byte) 0x80);
  }

  @BothVersions
  void mqtt311_1_4_0_1_mqtt5_1_5_4_1_anOverlongFormEndsTheConnection(Version version) {
    publishOn(version, (byte) 0xc0, (byte) 0xaf);
  }

  @BothVersions
  void mqtt311_1_4_0_1_mqtt5_1_5_4_1_aCharacterCutOffEndsTheConnection(Version version) {
    publishOn(version, (byte) 'a', (byte) 0xe2, (byte) 0x82);
  }

  @BothVersions
  void mqtt311_1_4_0_2_mqtt5_1_5_4_2_aNullCharacterEndsTheConnection(Version version) {
    publishOn(version, (byte) 'a', (byte) 0, (byte) 'b');
  }

  @BothVersions
  void mqtt311_1_4_0_3_mqtt5_1_5_4_3_aByteOrderMarkIsKept(Version version) {
    RawClient client = connected(version).subscribe("\uFEFFa", 0);

    client.publish("a", "without", 0, 0).publish("\uFEFFa", "with", 0, 0);

    assertThat(client.expectMessage("with").topic()).isEqualTo("\uFEFFa");
  }

  @BothVersions
  void mqtt311_2_2_2_2_mqtt5_2_1_3_1_wrongReservedFlagsEndTheConnection(Version version) {
    List<Packet> wrong =
        List.of(
            Packet.ack(version, PUBACK, 1).flags(2),
            Packet.ack(version, PUBREC, 1).flags(2),
            Packet.ack(version, PUBREL, 1).flags(0),
            Packet.ack(version, PUBCOMP, 1).flags(8),
            Packet.subscribe(version, 1, "a", 0).flags(0),
            Packet.unsubscribe(version, 1, "a").flags(3),
            Packet.empty(version, PINGREQ).flags(1),
            Packet.empty(version, DISCONNECT).flags(4));
    for (Packet packet : wrong) {
      connected(version).send(packet).expectError(MALFORMED);
    }
    Packet connect = Connect.as(version, "b").packet().flags(1);
    broker.open(version).send(connect).expectNotLetIn(MALFORMED);
  }

  @BothVersions
  void mqtt311_2_3_1_1_mqtt5_2_2_1_3_aPacketIdOfZeroEndsTheConnection(Version version) {
    connected(version).send(Packet.subscribe(version, 0, "a", 0)).expectError(MALFORMED);
    connected(version).send(Packet.unsubscribe(version, 0, "a")).expectError(MALFORMED);
    connected(version).publish("a", "", 1, 0).expectError(MALFORMED);
    connected(version).publish("a", "", 2, 0).expectError(MALFORMED);
  }

  @BothVersions
  void mqtt311_2_3_1_4_mqtt5_2_2_1_4_theBrokersPacketIdsAreNotZeroAndNotInUse(Version version) {
    RawClient client = connected(version).subscribe("a", 2);
    RawClient publisher = broker.connect(version, "publisher");
    for (int i = 1; i <= 6; i++) {
      publisher.deliver("a", "", i % 2 + 1, i);
    }

    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      ids.add(client.expect(PUBLISH).id());
    }

    assertThat(ids).hasSize(6).doesNotContain(0);
  }

  @BothVersions
  void mqtt311_2_3_1_5_mqtt5_2_2_1_2_aMessageOfQosZeroHasNoPacketId(Version version) {
    RawClient client = connected(version).subscribe("a", 0);

    broker.connect(version, "publisher").publish("a", "text", 1, 7);

    assertThat(client.expectMessage("text").qos()).isZero();
  }

  @BothVersions
  void mqtt311_2_3_1_6_mqtt5_2_2_1_5_acknowledgementsHaveTheIdOfTheMessage(Version version) {
    RawClient client = connected(version);

    client.publish("a", "", 1, 0xfffe).publish("a", "", 2, 0x1234).ack(PUBREL, 0x1234);

    assertThat(client.expect(PUBACK).id()).isEqualTo(0xfffe);
    assertThat(client.expect(PUBREC).id()).isEqualTo(0x1234);
    assertThat(client.expect(PUBCOMP).id()).isEqualTo(0x1234);
  }

  @BothVersions
  void mqtt311_2_3_1_7_mqtt5_2_2_1_6_subackAndUnsubackHaveTheIdOfTheRequest(Version version) {
    RawClient client = connected(version);

    client.send(Packet.subscribe(version, 0xffff, "a", 0), Packet.unsubscribe(version, 258, "a"));

    assertThat(client.expect(SUBACK).id()).isEqualTo(0xffff);
    assertThat(client.expect(UNSUBACK).id()).isEqualTo(258);
  }

  @BothVersions
  void section_2_2_3_aLengthOfFiveBytesEndsTheConnection(Version version) {
    connected(version)
        .send(bytes().u8(PINGREQ.first).u8(0x80).u8(0x80).u8(0x80).u8(0x80).u8(1).done())
        .expectError(0x81, 0x82, 0x95);
  }

  @BothVersions
  void section_2_2_1_forbiddenPacketTypesEndTheConnection(Version version) {
    connected(version).send(bytes().u8(0).u8(0).done()).expectError(MALFORMED);
    if (version == Version.V3_1_1) {
      connected(version).send(bytes().u8(0xf0).u8(0).done()).expectError(MALFORMED);
    }
  }

  @BothVersions
  void section_2_2_1_packetsThatOnlyABrokerSendsEndTheConnection(Version version) {
    List<Packet> wrong =
        List.of(
            Packet.of(version, CONNACK, bytes().u16(0).raw(noProperties(version))),
            Packet.of(version, SUBACK, bytes().u16(1).raw(noProperties(version)).u8(0)),
            Packet.of(version, UNSUBACK, bytes().u16(1).raw(noProperties(version))),
            Packet.empty(version, PINGRESP));
    for (Packet packet : wrong) {
      connected(version).send(packet).expectError(MALFORMED);
    }
  }

  private static byte[] noProperties(Version version) {
    return version == Version.V5 ? Properties.none().encoded() : new byte[0];
  }

  @BothVersions
  void section_2_4_aPacketThatEndsTooSoonEndsTheConnection(Version version) {
    List<Packet> broken =
        List.of(
            Packet.of(version, PUBLISH, bytes().u16(100).raw((byte) 'a')),
            Packet.of(version, PUBLISH, bytes().u8(0)),
            Packet.of(version, PUBACK, bytes().u8(0)),
            Packet.of(version, PUBREC, bytes()),
            Packet.of(version, SUBSCRIBE, bytes().u16(1).raw(noProperties(version)).text("a")),
            Packet.of(version, SUBSCRIBE, bytes().u16(1).raw(noProperties(version)).u16(9)),
            Packet.of(version, UNSUBSCRIBE, bytes().u16(1).raw(noProperties(version)).u16(9)));
    for (Packet packet : broken) {
      connected(version).send(packet).expectError(MALFORMED);
    }
  }

  @BothVersions
  void section_2_2_3_packetsMayComeInAnyPieces(Version version) throws InterruptedException {
    RawClient client = broker.open(version);
    byte[] stream =
        bytes()
            .raw(Connect.as(version, "drip").packet().bytes())
            .raw(Packet.subscribe(version, 3, "a", 0).bytes())
            .raw(Packet.publish(version, "a", "x".repeat(200), 0, 0).bytes())
            .done();

    for (byte one : stream) {
      client.send(new byte[] {one});
    }

    client.expect(CONNACK);
    client.expect(SUBACK);
    client.expectMessage("x".repeat(200));
  }
}
