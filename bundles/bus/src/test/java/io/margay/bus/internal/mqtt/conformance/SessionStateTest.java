package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.2 and 4.1: what CONNACK says of the session, and how long it lives. */
@Timeout(60)
class SessionStateTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  @BothVersions
  void mqtt_3_2_0_1_connackComesBeforeWhatWaited(Version version) throws InterruptedException {
    broker.lose(broker.connectKept(version, "a").subscribe("t", 1));
    broker.connect(version, "publisher").publish("t", "waited", 1, 1).expect(PUBACK);

    RawClient client = broker.open(version).send(Connect.as(version, "a").kept());

    client.expect(CONNACK);
    client.expectMessage("waited");
  }

  @BothVersions
  void mqtt311_3_2_2_1_mqtt5_3_2_2_2_acleanSessionIsNeverPresent(Version version) {
    broker.connectKept(version, "a").disconnect();

    Packet answer = broker.open(version).send(Connect.as(version, "a")).expect(CONNACK);

    assertThat(answer.sessionPresent()).isFalse();
    assertThat(answer.reason()).isZero();
  }

  @BothVersions
  void mqtt311_3_2_2_2_mqtt5_3_2_2_3_aStoredSessionIsPresentAfterDisconnectToo(Version version) {
    broker.connectKept(version, "a").disconnect();

    Packet answer = broker.open(version).send(Connect.as(version, "a").kept()).expect(CONNACK);

    assertThat(answer.sessionPresent()).isTrue();
  }

  @BothVersions
  void mqtt311_3_2_2_3_mqtt5_3_2_2_3_aSessionThatIsNotStoredIsNotPresent(Version version) {
    Packet answer = broker.open(version).send(Connect.as(version, "a").kept()).expect(CONNACK);

    assertThat(answer.sessionPresent()).isFalse();
  }

  @BothVersions
  void mqtt5_3_2_2_1_theOtherFlagsOfConnackAreZero(Version version) {
    broker.connectKept(version, "a").disconnect();

    Packet answer = broker.open(version).send(Connect.as(version, "a").kept()).expect(CONNACK);

    assertThat(answer.first()).isEqualTo(0x20);
    assertThat(answer.body()[0]).isEqualTo((byte) 1);
  }

  @BothVersions
  void mqtt311_4_1_0_2_mqtt5_4_1_0_1_aSessionLivesAsLongAsItsConnection(Version version)
      throws InterruptedException {
    RawClient client = broker.connectKept(version, "a").subscribe("t", 1);
    for (int i = 0; i < 20; i++) {
      broker.lose(broker.connectKept(version, "other-" + i));
    }

    client.publish("t", "mine", 0, 0).expectMessage("mine");
  }

  @BothVersions
  void mqtt_4_1_0_1_subscriptionsAndMessagesSurviveATakeover(Version version) {
    broker.connectKept(version, "a").subscribe("t", 1);
    RawClient second = broker.open(version).send(Connect.as(version, "a").kept());
    assertThat(second.expect(CONNACK).sessionPresent()).isTrue();

    second.publish("t", "x", 0, 0).expectMessage("x");
  }
}
