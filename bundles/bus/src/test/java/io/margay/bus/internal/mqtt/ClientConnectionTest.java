package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import io.margay.bus.internal.topic.TopicSpace;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets written by hand, byte by byte, against one connection; the clock is played. */
class ClientConnectionTest {
  /** CONNECT, MQTT 3.1.1, clean session, keep alive 10 s, client id "c". */
  private static final String CONNECT = "10 0d 0004 4d515454 04 02 000a 0001 63";

  private static final String CONNACK = "20020000";
  private static final String PINGREQ = "c0 00";

  private final PlayedBroker broker = new PlayedBroker();
  private final List<String> published = broker.published;
  private final TopicSpace space = broker.space;
  private final Sessions sessions = broker.sessions;
  private final EmbeddedChannel channel = broker.connection();

  @ParameterizedTest
  @CsvSource({
    "PUBLISH before CONNECT, 30 04 0001 61 78",
    "PINGREQ before CONNECT, c0 00",
    "other protocol, 47455420 2f20 485454502f312e310d0a0d0a",
    "reserved type 0, 00 00",
    "length of five bytes, 10 ff ff ff ff 01",
    "too large by its header, 30 ff ff ff 7f",
    "wrong protocol name, 10 0d 0004 4d515455 04 02 000a 0001 63",
    "reserved connect flag, 10 0d 0004 4d515454 04 03 000a 0001 63",
    "will of QoS 3, 10 13 0004 4d515454 04 1e 000a 0001 63 0001 77 0001 78",
    "will QoS without a will, 10 0d 0004 4d515454 04 0a 000a 0001 63",
    "will retain without a will, 10 0d 0004 4d515454 04 22 000a 0001 63",
    "will on a wildcard, 10 13 0004 4d515454 04 06 000a 0001 63 0001 23 0001 78",
    "password without user, 10 10 0004 4d515454 04 42 000a 0001 63 0001 70",
    "client id longer than the packet, 10 0d 0004 4d515454 04 02 000a 00ff 63",
    "client id with a null, 10 0d 0004 4d515454 04 02 000a 0001 00",
    "client id that is no UTF-8, 10 0d 0004 4d515454 04 02 000a 0001 ff",
    "CONNECT with bytes behind, 10 0e 0004 4d515454 04 02 000a 0001 63 00",
  })
  void isClosedBeforeItIsConnected(String what, String hex) {
    send(hex);

    assertThat(channel.isOpen()).as(what).isFalse();
    assertThat(sessions.all()).isEmpty();
    assertThat(published).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "second CONNECT, 10 0d 0004 4d515454 04 02 000a 0001 63",
    "CONNACK from a client, 20 02 00 00",
    "SUBACK from a client, 90 03 0001 00",
    "PINGRESP from a client, d0 00",
    "AUTH before MQTT 5, f0 00",
    "PUBLISH on a wildcard, 30 04 0001 2b 78",
    "PUBLISH on an empty topic, 30 03 0000 78",
    "PUBLISH on a topic that is no UTF-8, 30 04 0001 ff 78",
    "PUBLISH of QoS 3, 36 06 0001 61 0001 78",
    "PUBLISH of QoS 0 as a duplicate, 38 04 0001 61 78",
    "PUBLISH with packet id 0, 32 06 0001 61 0000 78",
    "PUBLISH whose topic is longer than the packet, 30 04 00ff 61 78",
    "SUBSCRIBE without filters, 82 02 0001",
    "SUBSCRIBE with wrong flags, 80 06 0001 0001 61 00",
    "SUBSCRIBE of QoS 3, 82 06 0001 0001 61 03",
    "SUBSCRIBE with packet id 0, 82 06 0000 0001 61 00",
    "SUBSCRIBE with # in the middle, 82 08 0001 0003 232f61 00",
    "SUBSCRIBE with an empty filter, 82 05 0001 0000 00",
    "UNSUBSCRIBE without filters, a2 02 0001",
    "PUBREL with wrong flags, 60 02 0001",
    "PINGREQ with content, c0 01 00",
    "packet that is too large, 30 ff ff 7f",
  })
  void isClosedAfterItIsConnected(String what, String hex) {
    send(CONNECT);
    assertThat(received()).isEqualTo(CONNACK);

    send(hex);

    assertThat(channel.isOpen()).as(what).isFalse();
    assertThat(sessions.all()).isEmpty();
    assertThat(published).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "unknown level, 10 0d 0004 4d515454 06 02 000a 0001 63, 20020001",
    "no client id for a kept session, 10 0c 0004 4d515454 04 00 000a 0000, 20020002",
    "MQTT 3.1 without a client id, 10 0e 0006 4d5149736470 03 02 000a 0000, 20020002",
  })
  void isToldWhyItIsRefused(String what, String hex, String answer) {
    send(hex);

    assertThat(received()).as(what).isEqualTo(answer);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void mqtt31IsAcceptedAndNotToldOfASession() {
    String kept = "10 0f 0006 4d5149736470 03 00 000a 0001 63";
    send(kept);
    send("e0 00");
    received();
    EmbeddedChannel again = broker.connection();

    PlayedBroker.write(again, kept);

    assertThat(PlayedBroker.read(again)).isEqualTo(CONNACK);
    assertThat(again.isOpen()).isTrue();
  }

  @Test
  void aKeptSessionIsToldToAClientOf311() {
    String kept = "10 0d 0004 4d515454 04 00 000a 0001 63";
    send(kept);
    assertThat(received()).isEqualTo(CONNACK);
    send("e0 00");
    EmbeddedChannel again = broker.connection();

    PlayedBroker.write(again, kept);

    assertThat(PlayedBroker.read(again)).isEqualTo("20020100");
  }

  @Test
  void anEmptyClientIdGetsOneOfTheBroker() {
    send("10 0c 0004 4d515454 04 02 000a 0000");

    assertThat(received()).isEqualTo(CONNACK);
    assertThat(sessions.all())
        .singleElement()
        .extracting(Session::clientId)
        .asString()
        .isNotEmpty();
  }

  @Test
  void packetsThatComeByteByByteAreServed() {
    for (String octet : spread(CONNECT + " 30 04 0001 61 78 " + PINGREQ)) {
      send(octet);
    }

    assertThat(received()).isEqualTo(CONNACK + "d000");
    assertThat(published).containsExactly("a x");
  }

  @Test
  void allHandshakesOfPublishingAreAnswered() {
    send(CONNECT);
    received();

    send("32 06 0001 61 0005 78  34 06 0001 61 0006 79  3c 06 0001 61 0006 79  62 02 0006");

    assertThat(received()).isEqualTo("40020005" + "50020006" + "50020006" + "70020006");
    assertThat(published).containsExactly("a x", "a y");
  }

  @Test
  void unknownAcknowledgementsDoNoHarm() {
    send(CONNECT);
    received();

    send("40 02 0009  50 02 0009  70 02 0009  62 02 0009");

    assertThat(received()).isEqualTo("62020009" + "70020009");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void subscribingIsAnsweredBeforeRetainedMessagesCome() {
    space.publish(new Message("k", Payload.of("v"), QoS.AT_LEAST_ONCE, true));
    send(CONNECT);
    received();

    send("82 0a 0001 0001 6b 01 0001 7a 00");

    assertThat(received()).isEqualTo("9004" + "00010100" + "33060001" + "6b000176");
  }

  @Test
  void unsubscribingIsAnsweredAlsoForAnUnknownFilter() {
    send(CONNECT);
    received();

    send("a2 05 0003 0001 61");

    assertThat(received()).isEqualTo("b0020003");
  }

  @Test
  void aSilentConnectionIsClosedAfterTheConnectTimeout() {
    advance(29_999);
    assertThat(channel.isOpen()).isTrue();

    advance(1);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aClientThatIsSilentForOneAndAHalfKeepAlivesIsClosedAndItsWillPublished() {
    send("10 13 0004 4d515454 04 06 000a 0001 63 0001 77 0001 78");
    advance(14_000);
    send(PINGREQ);
    advance(14_999);
    assertThat(channel.isOpen()).isTrue();

    advance(1);

    assertThat(channel.isOpen()).isFalse();
    assertThat(published).containsExactly("w x");
  }

  @Test
  void aKeepAliveOfZeroNeverEnds() {
    send("10 0d 0004 4d515454 04 02 0000 0001 63");

    advance(TimeUnit.DAYS.toMillis(3));

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aWillIsPublishedOnAProtocolErrorButNotAfterDisconnect() {
    String withWill = "10 13 0004 4d515454 04 06 000a 0001 63 0001 77 0001 78";
    send(withWill + " e0 00");
    assertThat(channel.isOpen()).isFalse();
    assertThat(published).isEmpty();
    EmbeddedChannel rude = broker.connection();

    PlayedBroker.write(rude, withWill + " 00 00");

    assertThat(published).containsExactly("w x");
  }

  @Test
  void aClientThatDoesNotReadIsNotReadFromEither() {
    send(CONNECT);
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();

    buffer.setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();

    buffer.setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatComesAfterDisconnectIsIgnored() {
    send(CONNECT + " e0 00 30 04 0001 61 78");

    assertThat(published).isEmpty();
  }

  private void send(String hex) {
    PlayedBroker.write(channel, hex);
  }

  private String received() {
    return PlayedBroker.read(channel);
  }

  private void advance(long millis) {
    PlayedBroker.advance(channel, millis);
  }

  private static List<String> spread(String hex) {
    return List.of(hex.replace(" ", "").split("(?<=\\G..)"));
  }
}
