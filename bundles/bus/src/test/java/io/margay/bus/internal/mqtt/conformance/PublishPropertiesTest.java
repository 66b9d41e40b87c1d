package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBCOMP;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREC;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBREL;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.3 to 3.7 of MQTT 5: what a message carries besides its payload. */
@Timeout(60)
class PublishPropertiesTest {
  private static final int RETAIN_AS_PUBLISHED = 0x08;
  private static final int REPLAY_IF_NEW = 0x10;
  private static final int REPLAY_NEVER = 0x20;

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private RawClient kept() {
    return broker.connectKept(V5, "subscriber");
  }

  @Test
  void mqtt5_3_3_1_10_aReplayOnlyForNewSubscriptions() {
    RawClient client = broker.connect(V5, "a");
    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());

    client.subscribe("t", REPLAY_IF_NEW).expectMessage("kept");
    client.subscribe("t", REPLAY_IF_NEW);

    client.publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_3_3_1_11_noReplayWhenItIsNotWanted() {
    RawClient client = broker.connect(V5, "a");
    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());

    client.subscribe("t", REPLAY_NEVER).publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_3_3_1_13_theRetainFlagIsKeptForWhoWantsIt() {
    RawClient client = broker.connect(V5, "a").subscribe("t", RETAIN_AS_PUBLISHED);

    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());
    assertThat(client.expectMessage("kept").isRetained()).isTrue();
    client.publish("t", "passing", 0, 0);
    assertThat(client.expectMessage("passing").isRetained()).isFalse();
  }

  @Test
  void mqtt5_3_3_2_4_15_16_17_18_20_propertiesArePassedOnAsTheyAre() {
    RawClient client = broker.connect(V5, "a").subscribe("t", 0);
    Properties given =
        Properties.with(Properties.PAYLOAD_FORMAT, 1)
            .and(Properties.CONTENT_TYPE, "application/json")
            .and(Properties.RESPONSE_TOPIC, "answers/here")
            .and(Properties.CORRELATION_DATA, new byte[] {0, -1, 7})
            .user("z", "")
            .user("a", "ü")
            .user("z", "again");

    Properties came = client.publish("t", "{}", 0, 0, given).expectMessage("{}").properties();

    assertThat(came.encoded()).hasSameSizeAs(given.encoded());
    assertThat(came.get(Properties.PAYLOAD_FORMAT)).isEqualTo(1);
    assertThat(came.get(Properties.CONTENT_TYPE)).isEqualTo("application/json");
    assertThat(came.get(Properties.RESPONSE_TOPIC)).isEqualTo("answers/here");
    assertThat((byte[]) came.get(Properties.CORRELATION_DATA)).containsExactly(0, -1, 7);
    assertThat(came.every(Properties.USER_PROPERTY))
        .isEqualTo(given.every(Properties.USER_PROPERTY));
  }

  @Test
  void mqtt5_3_3_2_17_aRetainedMessageKeepsItsPropertiesToo() {
    RawClient client = broker.connect(V5, "a");
    Properties given = Properties.with(Properties.CONTENT_TYPE, "text/plain").user("a", "b");
    client.send(Packet.publish(V5, "t", "kept", 0, 0, given).retained());

    Properties came = client.subscribe("t", 0).expectMessage("kept").properties();

    assertThat(came.get(Properties.CONTENT_TYPE)).isEqualTo("text/plain");
    assertThat(came.every(Properties.USER_PROPERTY)).hasSize(1);
  }

  @Test
  void mqtt5_3_3_2_17_aClientOfMqtt311GetsTheMessageWithoutProperties() {
    RawClient old = broker.connect(Version.V3_1_1, "old").subscribe("t", 0);

    broker
        .connect(V5, "new")
        .publish("t", "x", 0, 0, Properties.with(Properties.CONTENT_TYPE, "y"));

    old.expectMessage("x");
  }

  @Test
  void mqtt5_3_3_2_5_aMessageThatHasExpiredIsNotDelivered() throws InterruptedException {
    broker.lose(kept().subscribe("t", 1));
    RawClient publisher = broker.connect(V5, "publisher");
    publisher.publish("t", "old", 1, 1, Properties.with(Properties.MESSAGE_EXPIRY, 1L));
    publisher.expect(PUBACK);
    publisher.publish("t", "lasting", 1, 2).expect(PUBACK);

    TimeUnit.MILLISECONDS.sleep(2_100);

    kept().expectMessage("lasting");
  }

  @Test
  void mqtt5_3_3_2_5_aRetainedMessageThatHasExpiredIsNotReplayed() throws InterruptedException {
    RawClient client = broker.connect(V5, "a");
    client.send(
        Packet.publish(V5, "t", "old", 0, 0, Properties.with(Properties.MESSAGE_EXPIRY, 1L))
            .retained());
    client.ping();

    TimeUnit.MILLISECONDS.sleep(2_100);

    client.subscribe("t", 0).publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_3_3_2_6_theTimeThatAMessageWaitedIsTakenOffItsExpiry() throws InterruptedException {
    broker.lose(kept().subscribe("t", 1));
    RawClient publisher = broker.connect(V5, "publisher");
    publisher.publish("t", "x", 1, 1, Properties.with(Properties.MESSAGE_EXPIRY, 100L));
    publisher.expect(PUBACK);

    TimeUnit.MILLISECONDS.sleep(1_200);

    Packet message = kept().expectMessage("x");
    assertThat((Long) message.properties().get(Properties.MESSAGE_EXPIRY)).isBetween(80L, 99L);
  }

  @Test
  void mqtt5_3_3_2_6_whatIsDeliveredAtOnceKeepsItsExpiry() {
    RawClient client = broker.connect(V5, "a").subscribe("t", 0);

    client.publish("t", "x", 0, 0, Properties.with(Properties.MESSAGE_EXPIRY, 1_000_000L));

    assertThat((Long) client.expectMessage("x").properties().get(Properties.MESSAGE_EXPIRY))
        .isBetween(999_990L, 1_000_000L);
  }

  @Test
  void mqtt5_4_3_3_7_aMessageThatIsUnderWayDoesNotExpire() throws InterruptedException {
    RawClient client = kept().subscribe("t", 2);
    broker
        .connect(V5, "publisher")
        .deliver(
            Packet.publish(V5, "t", "x", 2, 1, Properties.with(Properties.MESSAGE_EXPIRY, 1L)));
    int id = client.expectMessage("x").id();
    broker.lose(client);

    TimeUnit.MILLISECONDS.sleep(2_100);

    client = kept();
    assertThat(client.expectMessage("x").id()).isEqualTo(id);
    client.ack(PUBREC, id).expect(PUBREL);
  }

  @Test
  void mqtt5_3_3_2_12_aTopicAliasStandsForItsTopicUntilItIsGivenAnew() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a"));
    Object most = client.expect(CONNACK).properties().get(Properties.TOPIC_ALIAS_MAXIMUM);
    assertThat(most).as("topic alias maximum").isNotNull().isNotEqualTo(0);
    client.subscribe("#", 0);
    Properties alias = Properties.with(Properties.TOPIC_ALIAS, 1);

    client.publish("one", "1", 0, 0, alias).publish("", "2", 0, 0, alias);
    client.publish("two", "3", 0, 0, alias).publish("", "4", 0, 0, alias);

    assertThat(client.expectMessage("1").topic()).isEqualTo("one");
    assertThat(client.expectMessage("2").topic()).isEqualTo("one");
    assertThat(client.expectMessage("3").topic()).isEqualTo("two");
    assertThat(client.expectMessage("4").topic()).isEqualTo("two");
  }

  @Test
  void mqtt5_3_3_2_7_topicAliasesEndWithTheConnection() throws InterruptedException {
    Properties alias = Properties.with(Properties.TOPIC_ALIAS, 1);
    RawClient client = kept();
    client.publish("t", "x", 1, 1, alias).expect(PUBACK);
    broker.lose(client);

    kept().publish("", "y", 0, 0, alias).expectError(0x82, 0x94);
  }

  @Test
  void mqtt5_3_3_2_8_aTopicAliasOfZeroEndsTheConnection() {
    broker
        .connect(V5, "a")
        .publish("t", "x", 0, 0, Properties.with(Properties.TOPIC_ALIAS, 0))
        .expectError(0x81, 0x82, 0x94);
  }

  @Test
  void mqtt5_3_3_2_9_aTopicAliasBeyondTheMaximumEndsTheConnection() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a"));
    Object most = client.expect(CONNACK).properties().get(Properties.TOPIC_ALIAS_MAXIMUM);
    int beyond = most == null ? 1 : (Integer) most + 1;

    client
        .publish("t", "x", 0, 0, Properties.with(Properties.TOPIC_ALIAS, beyond))
        .expectError(0x82, 0x94);
  }

  @Test
  void section_3_3_2_3_4_anAliasThatStandsForNothingEndsTheConnection() {
    broker
        .connect(V5, "a")
        .publish("", "x", 0, 0, Properties.with(Properties.TOPIC_ALIAS, 1))
        .expectError(0x82, 0x94);
    broker.connect(V5, "a").publish("", "x", 0, 0).expectError(0x82, 0x81, 0x90);
  }

  @Test
  void mqtt5_3_3_2_14_aResponseTopicWithWildcardsEndsTheConnection() {
    broker
        .connect(V5, "a")
        .publish("t", "x", 0, 0, Properties.with(Properties.RESPONSE_TOPIC, "a/#"))
        .expectError(0x81, 0x82, 0x90);
  }

  @Test
  void mqtt5_3_3_4_3_aMessageCarriesTheSubscriptionId() {
    RawClient client =
        broker
            .connect(V5, "a")
            .subscribe("t", 0, Properties.with(Properties.SUBSCRIPTION_ID, 268_435_455))
            .subscribe("other", 0);

    Packet message = client.publish("t", "x", 0, 0).expectMessage("x");
    Packet other = client.publish("other", "y", 0, 0).expectMessage("y");

    assertThat(message.properties().get(Properties.SUBSCRIPTION_ID)).isEqualTo(268_435_455);
    assertThat(other.properties().get(Properties.SUBSCRIPTION_ID)).isNull();
  }

  @Test
  void mqtt5_3_3_4_4_oneCopyCarriesTheIdsOfAllSubscriptions() {
    RawClient client =
        broker
            .connect(V5, "a")
            .subscribe("t/#", 0, Properties.with(Properties.SUBSCRIPTION_ID, 7))
            .subscribe("t/+", 0, Properties.with(Properties.SUBSCRIPTION_ID, 9))
            .subscribe("t/x", 0);

    Packet first = client.publish("t/x", "x", 0, 0).expectMessage("x");

    assertThat(first.properties().every(Properties.SUBSCRIPTION_ID))
        .containsExactlyInAnyOrder(7, 9);
    client.publish("t/x", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_3_3_4_3_aReplayedMessageCarriesTheSubscriptionId() {
    RawClient client = broker.connect(V5, "a");
    client.send(Packet.publish(V5, "t", "kept", 0, 0).retained());

    client.subscribe("t", 0, Properties.with(Properties.SUBSCRIPTION_ID, 5));

    assertThat(client.expectMessage("kept").properties().get(Properties.SUBSCRIPTION_ID))
        .isEqualTo(5);
  }

  @Test
  void mqtt5_3_8_4_3_subscribingAgainReplacesTheSubscriptionId() {
    RawClient client =
        broker
            .connect(V5, "a")
            .subscribe("t", 0, Properties.with(Properties.SUBSCRIPTION_ID, 5))
            .subscribe("t", 0, Properties.with(Properties.SUBSCRIPTION_ID, 6));

    assertThat(
            client
                .publish("t", "x", 0, 0)
                .expectMessage("x")
                .properties()
                .get(Properties.SUBSCRIPTION_ID))
        .isEqualTo(6);
  }

  @Test
  void mqtt5_3_3_4_6_aSubscriptionIdFromAClientEndsTheConnection() {
    broker
        .connect(V5, "a")
        .publish("t", "x", 0, 0, Properties.with(Properties.SUBSCRIPTION_ID, 1))
        .expectError(0x81, 0x82);
  }

  @Test
  void mqtt5_3_6_2_1_aReleaseNobodyWaitsForSaysSo() {
    RawClient client = broker.connect(V5, "a").ack(PUBREL, 77);

    assertThat(client.expect(PUBCOMP).reason()).isEqualTo(0x92);
  }

  @Test
  void mqtt5_3_5_2_1_aReceiptNobodyWaitsForSaysSo() {
    RawClient client = broker.connect(V5, "a").ack(PUBREC, 77);

    assertThat(client.expect(PUBREL).reason()).isEqualTo(0x92);
  }

  @Test
  void mqtt5_3_4_2_1_aMessageForNobodyIsAcknowledgedAsSuchOrAsSuccess() {
    RawClient client = broker.connect(V5, "a");

    assertThat(client.publish("nobody", "x", 1, 1).expect(PUBACK).reason()).isIn(0, 0x10);
    assertThat(client.publish("nobody", "x", 2, 2).expect(PUBREC).reason()).isIn(0, 0x10);
  }

  @Test
  void mqtt5_4_4_0_2_aMessageThatTheClientRefusesIsNotSentAgain() throws InterruptedException {
    RawClient client = kept().subscribe("t", 2);
    RawClient publisher = broker.connect(V5, "publisher");
    publisher.deliver("t", "one", 1, 1).deliver("t", "two", 2, 2);

    client.send(Packet.ack(PUBACK, client.expectMessage("one").id(), 0x80));
    client.send(Packet.ack(PUBREC, client.expectMessage("two").id(), 0x99));

    client.ping();
    broker.lose(client);
    client = kept();
    client.publish("t", "end", 0, 0).expectMessage("end");
  }

  @Test
  void mqtt5_4_3_3_4_aMessageThatTheClientRefusesMakesRoomForTheNext() {
    Connect one = Connect.as(V5, "a").properties(Properties.with(Properties.RECEIVE_MAXIMUM, 1));
    RawClient client = broker.connect(V5, one).subscribe("t", 2);
    RawClient publisher = broker.connect(V5, "publisher");
    publisher.deliver("t", "first", 2, 1).deliver("t", "second", 2, 2);

    client.send(Packet.ack(PUBREC, client.expectMessage("first").id(), 0x83));

    client.expectMessage("second");
  }
}
