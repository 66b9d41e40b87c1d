package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.Bytes.bytes;
import static io.margay.bus.internal.mqtt.conformance.PacketType.AUTH;
import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.DISCONNECT;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.14, 3.15, 4.12 and 4.13 of MQTT 5: reasons to part, and enhanced authentication. */
@Timeout(60)
class DisconnectAndAuthTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private static Packet disconnect(int reason, Properties properties) {
    return Packet.of(V5, DISCONNECT, bytes().u8(reason).raw(properties.encoded()));
  }

  private Packet connack(Connect connect) {
    return broker.open(V5).send(connect).expect(CONNACK);
  }

  @Test
  void section_3_14_2_1_disconnectWithWillPublishesTheWill() {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);
    RawClient client = broker.connect(V5, Connect.as(V5, "a").will("gone", "will", 0, false));

    client.send(disconnect(0x04, Properties.none())).expectCloseWithoutPacket();

    watcher.expectMessage("will");
  }

  @Test
  void section_3_14_2_1_disconnectMayBeShort() {
    RawClient client = broker.connect(V5, "a");

    client.send(Packet.of(V5, DISCONNECT, bytes().u8(0))).expectCloseWithoutPacket();
  }

  @Test
  void mqtt5_3_14_2_1_aReasonThatDoesNotExistIsAnError() {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);
    RawClient client = broker.connect(V5, Connect.as(V5, "a").will("gone", "will", 0, false));

    client.send(disconnect(0x03, Properties.none())).expectError(0x81, 0x82);

    watcher.expectMessage("will");
  }

  @Test
  void section_3_14_2_2_2_disconnectMayShortenTheSession() {
    RawClient client = broker.connectKept(V5, "a");

    client.send(disconnect(0, Properties.with(Properties.SESSION_EXPIRY, 0L)));

    client.expectCloseWithoutPacket();
    assertThat(connack(Connect.as(V5, "a").kept()).sessionPresent()).isFalse();
  }

  @Test
  void section_3_14_2_2_2_disconnectMayNotProlongASessionThatWasToEnd() {
    RawClient client = broker.connect(V5, "a");

    client.send(disconnect(0, Properties.with(Properties.SESSION_EXPIRY, 100L))).expectError(0x82);
  }

  @Test
  void mqtt5_3_14_2_2_theBrokersDisconnectHasNoSessionExpiry() {
    List<Packet> last = broker.connectKept(V5, "a").publish("#", "x", 0, 0).expectClose();

    assertThat(last).isNotEmpty();
    assertThat(last.get(0).type()).isEqualTo(DISCONNECT);
    assertThat(last.get(0).properties().get(Properties.SESSION_EXPIRY)).isNull();
  }

  @Test
  void mqtt5_3_14_0_1_beforeConnackThereIsNoDisconnect() {
    RawClient client = broker.open(V5);

    client.send(Connect.as(V5, "a").lie(1));

    assertThat(client.expectClose()).extracting(Packet::type).doesNotContain(DISCONNECT);
  }

  @Test
  void mqtt5_3_14_2_3_aReasonTextTooLargeForTheClientIsLeftOut() {
    Connect small =
        Connect.as(V5, "a").properties(Properties.with(Properties.MAXIMUM_PACKET_SIZE, 40L));

    List<Packet> last = broker.connect(V5, small).publish("#", "x", 0, 0).expectClose();

    assertThat(last).allMatch(packet -> packet.bytes().length <= 40);
  }

  @Test
  void mqtt5_4_13_2_1_theBrokerSaysWhyAndCloses() {
    List<Packet> last = broker.connect(V5, "a").publish("a/#", "x", 0, 0).expectClose();

    assertThat(last).singleElement().extracting(Packet::type).isEqualTo(DISCONNECT);
    assertThat(last.get(0).reason()).isEqualTo(0x90);
  }

  @Test
  void mqtt5_3_15_1_1_authWithReservedFlagsIsAnError() {
    broker.connect(V5, "a").send(Packet.empty(V5, AUTH).flags(2)).expectError(0x81, 0x82);
  }

  @Test
  void mqtt5_4_12_0_1_aMethodThatIsNotKnownIsRefused() {
    Connect scram =
        Connect.as(V5, "a")
            .properties(Properties.with(Properties.AUTHENTICATION_METHOD, "SCRAM-SHA-1"));

    broker.open(V5).send(scram).expectNotLetIn(0x8c);
  }

  @Test
  void mqtt5_4_12_0_6_whoNamesNoMethodHearsOfNone() {
    Packet answer = connack(Connect.as(V5, "a"));

    assertThat(answer.properties().get(Properties.AUTHENTICATION_METHOD)).isNull();
    assertThat(answer.properties().get(Properties.AUTHENTICATION_DATA)).isNull();
  }

  @Test
  void mqtt5_4_12_0_7_authWithoutAMethodIsAnError() {
    broker.connect(V5, "a").send(Packet.empty(V5, AUTH)).expectError(0x82, 0x81, 0x8c);
    broker
        .connect(V5, "a")
        .send(
            Packet.of(
                V5,
                AUTH,
                bytes()
                    .u8(0x19)
                    .raw(Properties.with(Properties.AUTHENTICATION_METHOD, "x").encoded())))
        .expectError(0x82, 0x81, 0x8c);
  }

  @Test
  void mqtt5_3_1_0_1_authIsNoFirstPacket() {
    broker.open(V5).send(Packet.empty(V5, AUTH)).expectCloseWithoutPacket();
  }
}
