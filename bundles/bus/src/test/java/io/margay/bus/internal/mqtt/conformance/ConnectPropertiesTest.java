package io.margay.bus.internal.mqtt.conformance;

import static io.margay.bus.internal.mqtt.conformance.PacketType.CONNACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.DISCONNECT;
import static io.margay.bus.internal.mqtt.conformance.PacketType.PUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.SUBACK;
import static io.margay.bus.internal.mqtt.conformance.PacketType.UNSUBACK;
import static io.margay.bus.internal.mqtt.conformance.Version.V5;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 3.1 and 3.2 of MQTT 5: what client and broker tell each other when they meet. */
@Timeout(60)
class ConnectPropertiesTest {
  private static final long FOREVER = 0xffff_ffffL;

  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private static Connect expiring(String clientId, long seconds) {
    return Connect.as(V5, clientId)
        .resume()
        .properties(Properties.with(Properties.SESSION_EXPIRY, seconds));
  }

  private Packet connack(Connect connect) {
    return broker.open(V5).send(connect).expect(CONNACK);
  }

  @Test
  void mqtt5_3_1_2_23_withoutAnExpiryTheSessionEndsWithItsConnection() throws InterruptedException {
    broker.lose(broker.connect(V5, Connect.as(V5, "a").resume()).subscribe("t", 1));

    assertThat(connack(expiring("a", 100)).sessionPresent()).isFalse();
  }

  @Test
  void mqtt5_4_1_0_2_aSessionEndsWhenItsTimeIsOver() throws InterruptedException {
    broker.lose(broker.connect(V5, expiring("a", 1)).subscribe("t", 1));

    TimeUnit.MILLISECONDS.sleep(2_500);

    assertThat(connack(expiring("a", 1)).sessionPresent()).isFalse();
  }

  @Test
  void mqtt5_4_1_0_2_aSessionWithTimeLeftIsThere() throws InterruptedException {
    broker.lose(broker.connect(V5, expiring("a", 1_000)));
    broker.lose(broker.connect(V5, expiring("b", FOREVER)));

    assertThat(connack(expiring("a", 0)).sessionPresent()).isTrue();
    assertThat(connack(expiring("b", 0)).sessionPresent()).isTrue();
  }

  @Test
  void mqtt5_4_1_0_1_aSessionDoesNotEndWhileItIsConnected() throws InterruptedException {
    RawClient client = broker.connect(V5, expiring("a", 1)).subscribe("t", 0);

    TimeUnit.MILLISECONDS.sleep(1_500);

    client.publish("t", "still", 0, 0).expectMessage("still");
  }

  @Test
  void mqtt5_3_1_2_24_aMessageTooLargeForTheClientIsLeftOutAndTheNextOneComes() {
    Connect small =
        Connect.as(V5, "small").properties(Properties.with(Properties.MAXIMUM_PACKET_SIZE, 100L));
    RawClient client = broker.connect(V5, small).subscribe("t", 1);
    RawClient publisher = broker.connect(V5, "publisher");

    publisher.publish("t", "x".repeat(200), 1, 1).expect(PUBACK);
    publisher.publish("t", "fits", 1, 2).expect(PUBACK);

    client.expectMessage("fits");
  }

  @Test
  void mqtt5_3_1_2_25_messagesThatAreTooLargeDoNotUseUpTheWindow() {
    Connect small =
        Connect.as(V5, "small")
            .properties(
                Properties.with(Properties.MAXIMUM_PACKET_SIZE, 100L)
                    .and(Properties.RECEIVE_MAXIMUM, 1));
    RawClient client = broker.connect(V5, small).subscribe("t", 2);
    RawClient publisher = broker.connect(V5, "publisher");
    for (int id = 1; id <= 10; id++) {
      publisher.publish("t", "x".repeat(200), 1, id).expect(PUBACK);
    }

    publisher.publish("t", "fits", 1, 11).expect(PUBACK);

    client.expectMessage("fits");
  }

  @Test
  void mqtt5_3_1_2_27_withoutAMaximumNoTopicAliasIsSent() {
    RawClient client = broker.connect(V5, "a").subscribe("t", 0);

    for (int i = 0; i < 5; i++) {
      Packet message = client.publish("t", "x", 0, 0).expectMessage("x");
      assertThat(message.topic()).isEqualTo("t");
      assertThat(message.properties().get(Properties.TOPIC_ALIAS)).isNull();
    }
  }

  @Test
  void mqtt5_3_1_2_26_topicAliasesStayBelowTheClientsMaximum() {
    Connect aliases =
        Connect.as(V5, "a").properties(Properties.with(Properties.TOPIC_ALIAS_MAXIMUM, 2));
    RawClient client = broker.connect(V5, aliases).subscribe("t/#", 0);
    String[] known = new String[3];

    for (int i = 0; i < 20; i++) {
      String topic = "t/" + i % 4;
      Packet message = client.publish(topic, "x", 0, 0).expectMessage("x");
      Integer alias = (Integer) message.properties().get(Properties.TOPIC_ALIAS);
      String name = message.topic();
      if (alias != null) {
        assertThat(alias).isBetween(1, 2);
        name = name.isEmpty() ? known[alias] : name;
        known[alias] = name;
      }
      assertThat(name).isEqualTo(topic);
    }
  }

  @Test
  void mqtt5_3_1_2_28_withoutARequestThereIsNoResponseInformation() {
    Packet answer =
        connack(
            Connect.as(V5, "a")
                .properties(Properties.with(Properties.REQUEST_RESPONSE_INFORMATION, 0)));

    assertThat(answer.properties().get(Properties.RESPONSE_INFORMATION)).isNull();
  }

  @Test
  void mqtt5_3_1_2_29_whoWantsNoProblemInformationGetsNone() {
    Connect silent =
        Connect.as(V5, "a").properties(Properties.with(Properties.REQUEST_PROBLEM_INFORMATION, 0));
    RawClient client = broker.connect(V5, silent);
    client.send(
        Packet.subscribe(V5, 1, "$share/wrong", 0), Packet.unsubscribe(V5, 2, "never/subscribed"));

    for (int i = 0; i < 2; i++) {
      Packet answer = client.receive();
      if (answer.type() == DISCONNECT) {
        return;
      }
      assertThat(answer.type()).isIn(SUBACK, UNSUBACK);
      assertThat(answer.properties().get(Properties.REASON_STRING)).isNull();
      assertThat(answer.properties().every(Properties.USER_PROPERTY)).isEmpty();
    }
  }

  @Test
  void mqtt5_3_1_3_7_aClientWithoutANameIsToldTheOneItGot() throws InterruptedException {
    RawClient client = broker.open(V5).send(expiring("", 100));
    Packet answer = client.expect(CONNACK);
    String assigned = (String) answer.properties().get(Properties.ASSIGNED_CLIENT_ID);
    assertThat(assigned).isNotEmpty();
    broker.lose(client);

    assertThat(connack(expiring(assigned, 0)).sessionPresent()).isTrue();
  }

  @Test
  void mqtt5_3_2_2_16_assignedNamesDiffer() {
    Object one = connack(Connect.as(V5, "")).properties().get(Properties.ASSIGNED_CLIENT_ID);
    Object two = connack(Connect.as(V5, "")).properties().get(Properties.ASSIGNED_CLIENT_ID);

    assertThat(one).isNotNull().isNotEqualTo(two);
  }

  @Test
  void section_3_2_2_3_7_aClientWithANameGetsNoOther() {
    assertThat(connack(Connect.as(V5, "a")).properties().get(Properties.ASSIGNED_CLIENT_ID))
        .isNull();
  }

  @Test
  void mqtt5_3_1_3_9_aClientThatIsBackBeforeTheWillDelayTakesItsWillBack()
      throws InterruptedException {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("#", 0);
    broker.lose(
        broker.connect(
            V5,
            expiring("a", 100)
                .will("gone", "no", 0, false, Properties.with(Properties.WILL_DELAY, 1L))));
    broker.connect(V5, expiring("a", 100));

    TimeUnit.MILLISECONDS.sleep(1_800);

    watcher.publish("end", "end", 0, 0).expectMessage("end");
  }

  @Test
  void section_3_1_3_2_2_theWillComesAfterItsDelay() throws InterruptedException {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);
    RawClient client =
        broker.connect(
            V5,
            expiring("a", 100)
                .will("gone", "late", 0, false, Properties.with(Properties.WILL_DELAY, 1L)));
    long begin = System.nanoTime();

    broker.lose(client);

    watcher.expectMessage("late");
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
  }

  @Test
  void section_3_1_3_2_2_theWillComesWhenTheSessionEndsBeforeItsDelay()
      throws InterruptedException {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);

    broker.lose(
        broker.connect(
            V5,
            Connect.as(V5, "a")
                .will("gone", "now", 0, false, Properties.with(Properties.WILL_DELAY, 1_000L))));

    watcher.expectMessage("now");
  }

  @Test
  void section_3_1_3_2_2_aCleanStartEndsTheSessionAndSendsTheWill() throws InterruptedException {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);
    broker.lose(
        broker.connect(
            V5,
            expiring("a", 100)
                .will("gone", "ended", 0, false, Properties.with(Properties.WILL_DELAY, 1_000L))));

    broker.connect(V5, Connect.as(V5, "a"));

    watcher.expectMessage("ended");
  }

  @Test
  void mqtt5_3_1_3_10_theWillKeepsItsPropertiesAndTheirOrder() throws InterruptedException {
    RawClient watcher = broker.connect(V5, "watcher").subscribe("gone", 0);
    Properties given =
        Properties.with(Properties.CONTENT_TYPE, "text/plain")
            .and(Properties.PAYLOAD_FORMAT, 1)
            .and(Properties.RESPONSE_TOPIC, "answer")
            .and(Properties.CORRELATION_DATA, new byte[] {1, 0, 2})
            .user("b", "1")
            .user("a", "2")
            .user("b", "3");

    broker.lose(broker.connect(V5, Connect.as(V5, "a").will("gone", "x", 0, false, given)));

    Properties came = watcher.expectMessage("x").properties();
    assertThat(came.get(Properties.CONTENT_TYPE)).isEqualTo("text/plain");
    assertThat(came.get(Properties.PAYLOAD_FORMAT)).isEqualTo(1);
    assertThat(came.get(Properties.RESPONSE_TOPIC)).isEqualTo("answer");
    assertThat((byte[]) came.get(Properties.CORRELATION_DATA)).containsExactly(1, 0, 2);
    assertThat(came.every(Properties.USER_PROPERTY))
        .isEqualTo(given.every(Properties.USER_PROPERTY));
  }

  @Test
  void section_3_1_2_9_aPasswordNeedsNoUserName() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a").password("token"));

    assertThat(client.expect(CONNACK).reason()).isIn(0, 0x86, 0x87);
  }

  @Test
  void mqtt5_3_2_2_9_allQosAreSupportedAndSoNoMaximumIsTold() {
    Packet answer = connack(Connect.as(V5, "a"));

    assertThat(answer.properties().get(Properties.MAXIMUM_QOS)).isNull();
    assertThat(answer.properties().get(Properties.RETAIN_AVAILABLE)).isIn(null, 1);
  }

  @Test
  void mqtt5_3_2_2_15_theBrokerTellsTheLargestPacketItTakes() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a"));
    long most = (Long) client.expect(CONNACK).properties().get(Properties.MAXIMUM_PACKET_SIZE);

    client.publish("t", "x".repeat((int) most), 0, 0).expectError(0x95);
  }

  @Test
  void mqtt5_3_2_2_22_withoutAServerKeepAliveTheClientsOneCounts() {
    RawClient client = broker.open(V5).send(Connect.as(V5, "a").keepAlive(1));
    assertThat(client.expect(CONNACK).properties().get(Properties.SERVER_KEEP_ALIVE)).isIn(null, 1);

    client.expectError(0x8d);
  }
}
