package io.margay.bus.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.margay.bus.Message;
import io.margay.bus.Payload;
import io.margay.bus.QoS;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paho clients against the real broker. */
class MqttClientsTest {
  private final BrokerFixture fixture = new BrokerFixture();

  @AfterEach
  void stop() throws MqttException {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "0,2,0", "1,0,0", "1,1,1", "1,2,1", "2,0,0", "2,1,1", "2,2,2"})
  void aMessageArrivesAtTheLowerOfBothQualities(int published, int subscribed, int delivered)
      throws Exception {
    BlockingQueue<String> received =
        BrokerFixture.collect(fixture.connect("reader", true), "a/+", subscribed);

    fixture.connect("writer", true).publish("a/b", bytes("hello"), published, false);

    assertThat(next(received)).isEqualTo("a/b hello " + delivered);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void theOrderOfOnePublisherIsKept(int qos) throws Exception {
    BlockingQueue<String> received =
        BrokerFixture.collect(fixture.connect("reader", true), "a", qos);
    MqttClient writer = fixture.connect("writer", true);

    for (int i = 0; i < 50; i++) {
      writer.publish("a", bytes("" + i), qos, false);
    }

    for (int i = 0; i < 50; i++) {
      assertThat(next(received)).isEqualTo("a " + i + " " + qos);
    }
  }

  @Test
  void aRetainedMessageIsGivenToWhoeverSubscribesLater() throws Exception {
    MqttClient writer = fixture.connect("writer", true);
    writer.publish("a/old", bytes("x"), 1, true);
    writer.publish("a/keep", bytes("1"), 1, true);
    writer.publish("a/keep", bytes("2"), 1, true);
    writer.publish("a/old", bytes(""), 1, true);

    BlockingQueue<String> received =
        BrokerFixture.collect(fixture.connect("reader", true), "a/#", 1);
    writer.publish("a/keep", bytes("3"), 1, true);

    assertThat(next(received)).isEqualTo("a/keep 2 1 retained");
    assertThat(next(received)).isEqualTo("a/keep 3 1");
  }

  @Test
  void aWillIsPublishedWhenTheConnectionBreaksAndNotAfterGoodBye() throws Exception {
    BlockingQueue<String> received =
        BrokerFixture.collect(fixture.connect("reader", true), "will/#", 2);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setWill("will/polite", bytes("gone"), 2, false);
    fixture.connect("polite", options).disconnect();
    options.setWill("will/rude", bytes("gone"), 2, false);

    fixture.connect("rude", options).disconnectForcibly(0, 100, false);

    assertThat(next(received)).isEqualTo("will/rude gone 2");
  }

  @Test
  void anAbsentClientFindsItsMessagesOfQos1And2ButNotThoseOfQos0() throws Exception {
    MqttClient reader = fixture.connect("reader", false);
    reader.subscribe("a", 2);
    reader.disconnect();
    MqttClient writer = fixture.connect("writer", true);
    for (int qos = 0; qos <= 2; qos++) {
      writer.publish("a", bytes("q" + qos), qos, false);
    }

    BlockingQueue<String> received = reconnect(reader);

    assertThat(next(received)).isEqualTo("a q1 1");
    assertThat(next(received)).isEqualTo("a q2 2");
    assertThat(received).isEmpty();
  }

  @Test
  void aCleanSessionForgetsWhatWasThereBefore() throws Exception {
    MqttClient reader = fixture.connect("reader", false);
    reader.subscribe("a", 1);
    reader.disconnect();

    fixture.connect("reader", true).disconnect();

    assertThat(fixture.broker.clients()).isEmpty();
    assertThat(fixture.space.subscriptions()).isZero();
  }

  @Test
  void aSecondConnectionOfTheSameClientIdEndsTheFirst() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    MqttClient first = fixture.connect("same", false);
    first.setCallback(new Callback(topic -> {}, lost::countDown));
    first.subscribe("a", 1);

    MqttClient second = fixture.connect("same", false);

    assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(second.isConnected()).isTrue();
    assertThat(fixture.broker.clients())
        .singleElement()
        .satisfies(row -> assertThat(row.subscriptions()).isEqualTo(1));
  }

  @Test
  void overlappingSubscriptionsDeliverOnceAtTheHighestQuality() throws Exception {
    MqttClient reader = fixture.connect("reader", true);
    List<String> received = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    reader.setCallback(
        new Callback(
            text -> {
              received.add(text);
              if (text.startsWith("end")) {
                end.countDown();
              }
            },
            () -> {}));
    reader.subscribe(new String[] {"a/b", "a/#", "+/b", "end"}, new int[] {0, 2, 1, 2});

    MqttClient writer = fixture.connect("writer", true);
    writer.publish("a/b", bytes("x"), 2, false);
    writer.publish("end", bytes("x"), 2, false);

    assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(received).containsExactly("a/b x 2", "end x 2");
  }

  @Test
  void clientsPublishOnKubeEdgeTopicsButNotOnTheBrokersOwn() throws Exception {
    BlockingQueue<String> system =
        BrokerFixture.collect(fixture.connect("system", true), "$SYS/#", 1);
    BlockingQueue<String> devices =
        BrokerFixture.collect(fixture.connect("devices", true), "$hw/#", 1);
    BlockingQueue<String> all = BrokerFixture.collect(fixture.connect("all", true), "#", 1);
    MqttClient writer = fixture.connect("writer", true);

    writer.publish("$SYS/broker", bytes("fake"), 1, false);
    writer.publish("$hw/events/device/d/twin/get", bytes("{}"), 1, false);
    writer.publish("end", bytes("x"), 1, false);

    assertThat(next(devices)).isEqualTo("$hw/events/device/d/twin/get {} 1");
    assertThat(next(all)).isEqualTo("end x 1");
    assertThat(system).isEmpty();
  }

  @Test
  void messagesOfTheJvmReachMqttClients() throws Exception {
    BlockingQueue<String> received =
        BrokerFixture.collect(fixture.connect("reader", true), "$ke/events/#", 1);

    fixture.space.publish(
        new Message("$ke/events/x", Payload.lazy(() -> bytes("made")), QoS.EXACTLY_ONCE, false));

    assertThat(next(received)).isEqualTo("$ke/events/x made 1");
  }

  @Test
  void unsubscribingEndsDelivery() throws Exception {
    MqttClient reader = fixture.connect("reader", true);
    BlockingQueue<String> received = BrokerFixture.collect(reader, "a", 1);
    BlockingQueue<String> end = BrokerFixture.collect(reader, "end", 1);

    reader.unsubscribe("a");
    MqttClient writer = fixture.connect("writer", true);
    writer.publish("a", bytes("x"), 1, false);
    writer.publish("end", bytes("x"), 1, false);

    assertThat(next(end)).isEqualTo("end x 1");
    assertThat(received).isEmpty();
  }

  @Test
  void aClientWithTooManyFiltersIsToldSo() throws Exception {
    MqttClient reader = fixture.connect("reader", true);
    for (int i = 0; i < BrokerFixture.LIMITS.maxSubscriptions(); i++) {
      reader.subscribe("a/" + i, 0);
    }

    assertThatThrownBy(() -> reader.subscribe("one/more", 0)).isInstanceOf(MqttException.class);

    assertThat(reader.isConnected()).isTrue();
  }

  private static BlockingQueue<String> reconnect(MqttClient client) throws MqttException {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    client.setCallback(new Callback(received::add, () -> {}));
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(false);
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    client.connect(options);
    return received;
  }

  private static String next(BlockingQueue<String> received) throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Callback(Consumer<String> onMessage, Runnable onLost) implements MqttCallback {

    @Override
    public void connectionLost(Throwable cause) {
      onLost.run();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      onMessage.accept(topic + " " + message + " " + message.getQos());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
