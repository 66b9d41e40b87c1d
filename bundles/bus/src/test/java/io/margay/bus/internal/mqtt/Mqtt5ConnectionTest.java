package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.MessageProperties;
import io.margay.bus.MessageProperties.UserProperty;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.TopicFilter;
import io.margay.bus.internal.access.Admission;
import io.margay.bus.internal.access.Permissions;
import io.margay.bus.internal.packet.ReasonCode;
import io.margay.bus.internal.topic.SubscriptionOptions;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MQTT 5, byte by byte, against one connection; the clock is played. */
class Mqtt5ConnectionTest {
  /** CONNECT, clean start, keep alive 10 s, no properties, client id "c". */
  private static final String CONNECT = "10 0e 0004 4d515454 05 02 000a 00 0001 63";

  /** Receive maximum 8, largest packet 65536, topic alias maximum 16. */
  private static final String TERMS = "210008" + "2700010000" + "220010";

  private static final String CONNACK = "200e0000" + "0b" + TERMS;

  private PlayedBroker broker = new PlayedBroker();

  @Test
  void theBrokerTellsWhatItAllows() {
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, CONNECT);

    assertThat(PlayedBroker.read(channel)).isEqualTo(CONNACK);
  }

  @Test
  void aClientWithoutIdIsToldTheOneItGot() {
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, "10 0d 0004 4d515454 05 00 000a 00 0000");

    assertThat(PlayedBroker.read(channel)).startsWith("203c0000" + "39" + TERMS + "12002b");
    assertThat(broker.sessions.all())
        .singleElement()
        .satisfies(session -> assertThat(session.clientId()).startsWith("margay-"));
  }

  @ParameterizedTest
  @CsvSource({
    "client id that is no UTF-8, 10 0e 0004 4d515454 05 02 000a 00 0001 ff, 81",
    "property of a PUBLISH, 10 11 0004 4d515454 05 02 000a 03 230001 0001 63, 81",
    "unknown property, 10 10 0004 4d515454 05 02 000a 02 7f01 0001 63, 81",
    "property beyond the properties, 10 10 0004 4d515454 05 02 000a 02 2100 0001 63, 81",
    "length of the properties in two bytes, 10 0f 0004 4d515454 05 02 000a 8000 0001 63, 81",
    "receive maximum 0, 10 11 0004 4d515454 05 02 000a 03 210000 0001 63, 82",
    "receive maximum twice, 10 14 0004 4d515454 05 02 000a 06 210001210001 0001 63, 82",
    "maximum packet size 0, 10 13 0004 4d515454 05 02 000a 05 2700000000 0001 63, 82",
    "request problem information 2, 10 10 0004 4d515454 05 02 000a 02 1702 0001 63, 82",
    "authentication data alone, 10 12 0004 4d515454 05 02 000a 04 16000178 0001 63, 82",
    "authentication method, 10 12 0004 4d515454 05 02 000a 04 15000178 0001 63, 8c",
    "will on a wildcard, 10 15 0004 4d515454 05 06 000a 00 0001 63 00 0001 23 0001 78, 90",
  })
  void isToldWhyItIsNotLetIn(String what, String hex, String reason) {
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, hex);

    assertThat(PlayedBroker.read(channel)).as(what).matches("20..00" + reason + "..1f.*");
    assertThat(channel.isOpen()).isFalse();
    assertThat(broker.sessions.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "second CONNECT, 10 0e 0004 4d515454 05 02 000a 00 0001 63, 82",
    "AUTH, f0 00, 82",
    "CONNACK from a client, 20 03 00 00 00, 82",
    "PUBLISH without topic and alias, 30 04 0000 00 78, 82",
    "PUBLISH on a wildcard, 30 05 0001 2b 00 78, 90",
    "PUBLISH of QoS 3, 36 07 0001 61 0001 00 78, 81",
    "PUBLISH with alias 0, 30 08 0001 61 03 230000 78, 94",
    "PUBLISH with an alias above the maximum, 30 08 0001 61 03 230011 78, 94",
    "PUBLISH with an alias that stands for nothing, 30 07 0000 03 230001 78, 94",
    "PUBLISH with a subscription identifier, 30 07 0001 61 02 0b01 78, 82",
    "PUBLISH with two content types, 30 0d 0001 61 08 03000178 03000178 78, 82",
    "PUBLISH with payload format 2, 30 07 0001 61 02 0102 78, 82",
    "PUBLISH with a wildcard response topic, 30 09 0001 61 04 08000123 78, 82",
    "PUBLISH that is too large, 30 ff ff 7f, 95",
    "PUBACK with an unknown reason, 40 03 0001 55, 81",
    "PUBREL with the reason of a PUBACK, 62 03 0001 10, 81",
    "SUBSCRIBE with reserved bits, 82 07 0001 00 0001 61 40, 81",
    "SUBSCRIBE with retain handling 3, 82 07 0001 00 0001 61 30, 82",
    "SUBSCRIBE with identifier 0, 82 09 0001 02 0b00 0001 61 00, 82",
    "SUBSCRIBE with two identifiers, 82 0b 0001 04 0b010b02 0001 61 00, 82",
    "SUBSCRIBE with # in the middle, 82 09 0001 00 0003 232f61 00, 81",
    "SUBSCRIBE to a share without filter, 82 0e 0001 00 0008 2473686172652f67 00, 81",
    "SUBSCRIBE to a share that is not local, 82 10 0001 00 000a 2473686172652f672f61 04, 82",
    "UNSUBSCRIBE without filters, a2 03 0001 00, 82",
    "DISCONNECT with an unknown reason, e0 01 01, 81",
    "DISCONNECT that keeps an unkept session, e0 07 00 05 1100000001, 82",
  })
  void isToldWhyItsConnectionEnds(String what, String hex, String reason) {
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.write(channel, hex);

    assertThat(PlayedBroker.read(channel)).as(what).matches("e0.." + reason + "..1f.*");
    assertThat(channel.isOpen()).isFalse();
    assertThat(broker.sessions.all()).isEmpty();
    assertThat(broker.published).isEmpty();
  }

  @Test
  void aClientThatWantsNoReasonsGetsOnlyTheCode() {
    EmbeddedChannel channel = broker.connection("10 10 0004 4d515454 05 02 000a 02 1700 0001 63");

    PlayedBroker.write(channel, "f0 00");

    assertThat(PlayedBroker.read(channel)).isEqualTo("e0028200");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatIsSaidOfAMessageReachesTheReceiver() {
    List<Message> received = new ArrayList<>();
    broker.space.subscribe(
        new TopicFilter("a"),
        SubscriptionOptions.of(QoS.EXACTLY_ONCE),
        (message, how) -> received.add(message));
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.write(
        channel,
        "30 26 0001 61 21"
            + "0101 020000003c 03000174 08000172 09000163 26 0001 6b 0001 31 26 0001 6b 0001 32"
            + "78");

    assertThat(received)
        .singleElement()
        .extracting(Message::properties)
        .satisfies(
            properties -> {
              assertThat(properties.text()).isTrue();
              assertThat(properties.lifetime()).isEqualTo(Duration.ofMinutes(1));
              assertThat(properties.contentType()).isEqualTo("t");
              assertThat(properties.responseTopic()).isEqualTo("r");
              assertThat(properties.correlation().asText()).isEqualTo("c");
              assertThat(properties.user())
                  .containsExactly(new UserProperty("k", "1"), new UserProperty("k", "2"));
            });
  }

  @Test
  void whatIsSaidOfAMessageReachesTheClient() {
    EmbeddedChannel channel = broker.connection(CONNECT);
    PlayedBroker.write(channel, "82 09 0001 02 0b07 0001 61 01");
    assertThat(PlayedBroker.read(channel)).isEqualTo("9004" + "0001" + "00" + "01");

    broker.space.publish(
        new Message(
            "a",
            Payload.of("x"),
            QoS.AT_LEAST_ONCE,
            false,
            new MessageProperties(
                true,
                "t",
                "r",
                Payload.of("c"),
                Duration.ofMillis(1_500),
                List.of(new UserProperty("k", "1")))));

    assertThat(PlayedBroker.read(channel))
        .isEqualTo(
            "3223"
                + "000161"
                + "0001"
                + "1c"
                + ("0101" + "0200000002" + "03000174" + "08000172" + "09000163")
                + ("2600016b000131" + "0b07")
                + "78");
  }

  @Test
  void longPropertiesEndWhereTheyEnd() {
    EmbeddedChannel channel = broker.connection(CONNECT);
    String user = "26 0001 6b 0079" + "76".repeat(0x79);

    PlayedBroker.write(channel, "30 8701 0001 61 8101" + user + "0101" + "78");
    assertThat(broker.published).as("127 bytes and then two").containsExactly("a x");

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aTopicAliasStandsForItsTopicUntilItIsGivenAway() {
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.write(
        channel,
        "30 08 0001 61 03 230010 31  30 07 0000 03 230010 32"
            + "30 08 0001 62 03 230010 33  30 07 0000 03 230010 34");

    assertThat(broker.published).containsExactly("a 1", "a 2", "b 3", "b 4");
  }

  @Test
  void aTopicSentAgainIsSentByAliasIfTheClientKnowsAliases() {
    EmbeddedChannel channel = broker.connection("10 11 0004 4d515454 05 02 000a 03 220001 0001 63");
    PlayedBroker.write(channel, "82 07 0001 00 0001 2b 00");
    String unused = PlayedBroker.read(channel);

    List<String> packets = new ArrayList<>();
    for (String topic : List.of("a", "a", "a", "b", "b", "a")) {
      broker.space.publish(Message.of(topic, Payload.of("x")));
      packets.add(PlayedBroker.read(channel));
    }

    assertThat(packets)
        .containsExactly(
            "3005" + "000161" + "00" + "78",
            "3008" + "000161" + "03230001" + "78",
            "3007" + "0000" + "03230001" + "78",
            "3005" + "000162" + "00" + "78",
            "3008" + "000162" + "03230001" + "78",
            "3005" + "000161" + "00" + "78");
  }

  @Test
  void aMessageTooLargeForTheClientIsDroppedAndTheNextOneComes() {
    EmbeddedChannel channel =
        broker.connection("10 13 0004 4d515454 05 02 000a 05 2700000014 0001 63");
    PlayedBroker.write(channel, "82 07 0001 00 0001 61 01");
    String unused = PlayedBroker.read(channel);

    broker.space.publish(Message.of("a", Payload.of("x".repeat(13))));
    broker.space.publish(Message.of("a", Payload.of("x".repeat(12))));

    assertThat(PlayedBroker.read(channel)).startsWith("3212" + "000161").hasSize(40);
    assertThat(broker.traffic.dropped()).isEqualTo(1);
  }

  @Test
  void publishingIsAnsweredWithWhatBecameOfIt() {
    PlayedBroker picky = new PlayedBroker(PlayedBroker.granting(new OnlyBelow("a")));
    EmbeddedChannel channel = picky.connection(CONNECT);

    PlayedBroker.write(
        channel,
        "32 07 0001 61 0001 00 78"
            + "32 07 0001 62 0002 00 78"
            + "34 07 0001 62 0003 00 78"
            + "34 09 0001 61 0004 02 0101 ff"
            + "32 0a 0004 24535953 0005 00 78"
            + "62 02 0009");

    assertThat(PlayedBroker.read(channel))
        .isEqualTo(
            "40020001" + "4003000287" + "5003000387" + "5003000499" + "4003000587" + "7003000992");
    assertThat(picky.published).containsExactly("a x");
    assertThat(picky.traffic.dropped()).isEqualTo(4);
  }

  @Test
  void aMessageNobodyWantsIsAnsweredSo() {
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.write(channel, "32 09 0003 242f61 0001 00 78");

    assertThat(PlayedBroker.read(channel)).isEqualTo("4003000110");
  }

  @Test
  void subscribingIsAnsweredFilterByFilter() {
    broker = new PlayedBroker(PlayedBroker.granting(new OnlyBelow("a")));
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.write(channel, "82 0f 0001 00 0001 61 02 0001 62 01 0001 61 00");
    PlayedBroker.write(channel, "a2 09 0002 00 0001 61 0001 61");

    assertThat(PlayedBroker.read(channel))
        .isEqualTo("9006" + "000100" + "028700" + "b005" + "000200" + "0011");
  }

  @Test
  void moreThanTheReceiveMaximumUnderWayIsTooMuch() {
    EmbeddedChannel channel = broker.connection(CONNECT);
    for (int id = 1; id <= 8; id++) {
      PlayedBroker.write(channel, "34 07 0001 61 000" + id + " 00 78");
    }
    PlayedBroker.write(channel, "62 02 0001  34 07 0001 61 0009 00 78");
    assertThat(channel.isOpen()).isTrue();
    String unused = PlayedBroker.read(channel);

    PlayedBroker.write(channel, "34 07 0001 61 000a 00 78");

    assertThat(PlayedBroker.read(channel)).matches("e0..93.*");
    assertThat(broker.published).hasSize(9);
  }

  @Test
  void anErrorInAReceiptEndsTheExchange() {
    EmbeddedChannel channel = broker.connection(CONNECT);
    PlayedBroker.write(channel, "82 07 0001 00 0001 61 02");
    broker.space.publish(new Message("a", Payload.of("x"), QoS.EXACTLY_ONCE, false));
    String unused = PlayedBroker.read(channel);

    PlayedBroker.write(channel, "50 03 0001 83  50 02 0007");

    assertThat(PlayedBroker.read(channel)).isEqualTo("6203000792");
    assertThat(broker.sessions.all())
        .singleElement()
        .satisfies(session -> assertThat(session.inFlight()).isZero());
  }

  @Test
  void aGoodByeMayAskForTheWill() {
    String withWill = "10 15 0004 4d515454 05 06 000a 00 0001 63 00 0001 77 0001 78";

    PlayedBroker.write(broker.connection(withWill), "e0 00");
    assertThat(broker.published).isEmpty();

    PlayedBroker.write(broker.connection(withWill), "e0 01 04");
    assertThat(broker.published).containsExactly("w x");
  }

  @Test
  void theFirstConnectionIsToldThatAnotherTookOver() {
    EmbeddedChannel first = broker.connection(CONNECT);

    EmbeddedChannel second = broker.connection(CONNECT);

    assertThat(PlayedBroker.read(first)).isEqualTo("e0028e00");
    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void silenceIsAnsweredWithItsReason() {
    EmbeddedChannel channel = broker.connection(CONNECT);

    PlayedBroker.advance(channel, 15_000);

    assertThat(PlayedBroker.read(channel)).matches("e0..8d.*");
  }

  @Test
  void whatComesBehindConnectWaitsForTheGatekeeper() {
    CompletableFuture<Admission> answer = new CompletableFuture<>();
    broker = new PlayedBroker(credentials -> answer);
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, CONNECT + "32 07 0001 61 0001 00 78" + "c0 00");
    assertThat(PlayedBroker.read(channel)).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(broker.published).isEmpty();

    answer.complete(new Admission.Granted("", Permissions.ALL));

    assertThat(PlayedBroker.read(channel)).isEqualTo(CONNACK + "40020001" + "d000");
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(broker.published).containsExactly("a x");
  }

  @ParameterizedTest
  @CsvSource({"true, 2003008600", "false, 2003008700"})
  void whoIsNotLetInIsToldNoMoreThanThat(boolean bad, String answer) {
    broker =
        new PlayedBroker(
            credentials ->
                CompletableFuture.completedFuture(new Admission.Refused(bad, "a secret")));
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, CONNECT);

    assertThat(PlayedBroker.read(channel)).isEqualTo(answer);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aGatekeeperThatFailsLetsNobodyIn() {
    broker =
        new PlayedBroker(
            credentials -> CompletableFuture.failedFuture(new IllegalStateException("asleep")));
    EmbeddedChannel channel = broker.connection();

    PlayedBroker.write(channel, CONNECT);

    assertThat(PlayedBroker.read(channel)).isEqualTo("2003008800");
    assertThat(broker.sessions.all()).isEmpty();
  }

  @Test
  void theBrokerSaysGoodByeWhenItStops() {
    EmbeddedChannel channel = broker.connection(CONNECT);

    channel.pipeline().get(ClientConnection.class).disconnect(ReasonCode.SERVER_SHUTTING_DOWN);

    assertThat(PlayedBroker.read(channel)).isEqualTo("e0028b00");
    assertThat(channel.isOpen()).isFalse();
  }

  /** May read and write one topic only. */
  private record OnlyBelow(String topic) implements Permissions {
    @Override
    public boolean mayPublish(String asked) {
      return asked.equals(topic);
    }

    @Override
    public boolean maySubscribe(TopicFilter filter) {
      return filter.text().equals(topic);
    }

    @Override
    public boolean mayReceive(String asked) {
      return asked.equals(topic);
    }
  }
}
