package io.margay.bus.internal.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paho clients of MQTT 5 against the real broker. */
@Timeout(120)
class Mqtt5ClientsTest {
  private final BrokerFixture fixture = new BrokerFixture();
  private final List<Client> clients = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (Client client : clients) {
      client.close();
    }
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({"0,2,0", "1,1,1", "2,1,1", "2,2,2"})
  void aMessageArrivesWithEverythingThatWasSaidOfIt(int published, int subscribed, int delivered)
      throws Exception {
    Client reader = connect("reader");
    reader.subscribe(3, new MqttSubscription("a/+", subscribed));
    MqttProperties properties = new MqttProperties();
    properties.setContentType("text/plain");
    properties.setResponseTopic("answers");
    properties.setCorrelationData("42".getBytes(UTF_8));
    properties.setMessageExpiryInterval(60L);
    properties.setPayloadFormat(true);
    properties.setUserProperties(List.of(new UserProperty("k", "v")));

    connect("writer")
        .paho
        .publish("a/b", new MqttMessage("hello".getBytes(UTF_8), published, false, properties));

    MqttMessage message = reader.next();
    assertThat(message.getPayload()).asString().isEqualTo("hello");
    assertThat(message.getQos()).isEqualTo(delivered);
    MqttProperties arrived = message.getProperties();
    assertThat(arrived.getContentType()).isEqualTo("text/plain");
    assertThat(arrived.getResponseTopic()).isEqualTo("answers");
    assertThat(arrived.getCorrelationData()).asString(UTF_8).isEqualTo("42");
    assertThat(arrived.getMessageExpiryInterval()).isBetween(55L, 60L);
    assertThat(arrived.getPayloadFormat()).isTrue();
    assertThat(arrived.getUserProperties()).containsExactly(new UserProperty("k", "v"));
    assertThat(arrived.getSubscriptionIdentifiers()).containsExactly(3);
  }

  @Test
  void membersOfAShareDivideTheMessages() throws Exception {
    Client first = connect("first");
    Client second = connect("second");
    first.subscribe(0, new MqttSubscription("$share/g/work/#", 1));
    second.subscribe(0, new MqttSubscription("$share/g/work/#", 1));
    Client writer = connect("writer");

    for (int i = 0; i < 10; i++) {
      writer.publish("work/" + i, "x");
    }

    for (int i = 0; i < 5; i++) {
      assertThat(first.next()).isNotNull();
      assertThat(second.next()).isNotNull();
    }
  }

  @Test
  void manyMessagesOnFewTopicsArriveUnderTheirNamesThroughAliases() throws Exception {
    Client reader = connect("reader");
    reader.subscribe(0, new MqttSubscription("a/#", 1));
    Client writer = connect("writer");

    for (int i = 0; i < 60; i++) {
      writer.publish("a/" + i % 20, "" + i % 20);
    }

    for (int i = 0; i < 60; i++) {
      assertThat(reader.next().getPayload()).asString().isEqualTo("" + i % 20);
      assertThat(reader.topics.poll()).isEqualTo("a/" + i % 20);
    }
  }

  @Test
  void whoWantsNothingOfItsOwnIsSparedIt() throws Exception {
    Client client = connect("client");
    MqttSubscription own = new MqttSubscription("a", 1);
    own.setNoLocal(true);
    client.subscribe(0, own);
    client.subscribe(0, new MqttSubscription("end", 1));

    client.publish("a", "own");
    connect("other").publish("a", "other");
    client.publish("end", "end");

    assertThat(client.next().getPayload()).asString().isEqualTo("other");
    assertThat(client.next().getPayload()).asString().isEqualTo("end");
  }

  @Test
  void aClientThatIsKickedIsToldSo() throws Exception {
    Client client = connect("client");

    assertThat(fixture.broker.kick("client", false)).isTrue();

    assertThat(client.disconnected.get(30, TimeUnit.SECONDS)).isEqualTo(0x98);
    assertThat(fixture.broker.kick("nobody", false)).isFalse();
  }

  @Test
  void aKickMayForgetTheSession() throws Exception {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(1_000L);
    Client client = connect("client", options);
    client.subscribe(0, new MqttSubscription("a", 1));
    fixture.broker.kick("client", false);
    assertThat(fixture.broker.clients()).hasSize(1);

    assertThat(fixture.broker.kick("client", true)).isTrue();

    assertThat(fixture.broker.clients()).isEmpty();
    assertThat(fixture.space.subscriptions()).isZero();
  }

  private Client connect(String clientId) throws MqttException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setTopicAliasMaximum(10);
    return connect(clientId, options);
  }

  private Client connect(String clientId, MqttConnectionOptions options) throws MqttException {
    Client client = new Client("tcp://127.0.0.1:" + fixture.port(), clientId);
    clients.add(client);
    options.setAutomaticReconnect(false);
    client.paho.connect(options).waitForCompletion(30_000);
    return client;
  }

  /** A Paho client and what came to it. */
  private static final class Client implements MqttCallback {
    final MqttAsyncClient paho;
    final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> topics = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> disconnected = new CompletableFuture<>();
    final Semaphore delivered = new Semaphore(0);

    Client(String address, String clientId) throws MqttException {
      paho = new MqttAsyncClient(address, clientId, new MemoryPersistence());
      paho.setCallback(this);
    }

    void subscribe(int identifier, MqttSubscription subscription) throws MqttException {
      MqttProperties properties = new MqttProperties();
      if (identifier > 0) {
        properties.setSubscriptionIdentifier(identifier);
      }
      IMqttToken token =
          paho.subscribe(new MqttSubscription[] {subscription}, null, null, properties);
      token.waitForCompletion(30_000);
      assertThat(token.getReasonCodes()).containsExactly(subscription.getQos());
    }

    /** Waits until Paho itself has done with the message: its window is counted later than told. */
    void publish(String topic, String text) throws MqttException, InterruptedException {
      paho.publish(topic, text.getBytes(UTF_8), 1, false);
      assertThat(delivered.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    MqttMessage next() throws InterruptedException {
      return messages.poll(30, TimeUnit.SECONDS);
    }

    void close() throws MqttException {
      if (paho.isConnected()) {
        paho.disconnectForcibly(0, 1, false);
      }
      paho.close(true);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      disconnected.complete(response.getReturnCode());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      topics.add(topic);
      messages.add(message);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {
      delivered.release();
    }

    @Override
    public void connectComplete(boolean reconnect, String address) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
