package io.margay.bus.internal.mqtt.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both versions in daily use, with the client library that most Java programs have. */
@Timeout(60)
class PahoTest {
  @RegisterExtension final BrokerUnderTest broker = new BrokerUnderTest();

  private MqttClient newer(String clientId) throws MqttException {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + broker.port(), clientId, new MemoryPersistence());
    client.setTimeToWait(10_000);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(100L);
    client.connect(options);
    return client;
  }

  private org.eclipse.paho.client.mqttv3.MqttClient older(String clientId) throws Exception {
    org.eclipse.paho.client.mqttv3.MqttClient client =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            "tcp://127.0.0.1:" + broker.port(),
            clientId,
            new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
    client.setTimeToWait(10_000);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    client.connect(options);
    return client;
  }

  private static void subscribe(MqttClient client, String filter, IMqttMessageListener listener)
      throws MqttException {
    client.subscribe(
        new MqttSubscription[] {new MqttSubscription(filter, 2)},
        new IMqttMessageListener[] {listener});
  }

  @Test
  void section_4_10_aRequestIsAnsweredWhereItAsksFor() throws Exception {
    MqttClient server = newer("server");
    MqttClient client = newer("client");
    BlockingQueue<MqttMessage> answers = new LinkedBlockingQueue<>();
    BlockingQueue<MqttMessage> requests = new LinkedBlockingQueue<>();
    subscribe(client, "answers/client", (topic, message) -> answers.add(message));
    subscribe(server, "requests", (topic, message) -> requests.add(message));
    MqttMessage request = new MqttMessage("how much?".getBytes(UTF_8), 1, false, null);
    MqttProperties wish = new MqttProperties();
    wish.setResponseTopic("answers/client");
    wish.setCorrelationData("first".getBytes(UTF_8));
    request.setProperties(wish);

    client.publish("requests", request);
    MqttMessage asked = requests.poll(10, TimeUnit.SECONDS);
    MqttMessage answer = new MqttMessage("42".getBytes(UTF_8), 1, false, null);
    MqttProperties reply = new MqttProperties();
    reply.setCorrelationData(asked.getProperties().getCorrelationData());
    answer.setProperties(reply);
    server.publish(asked.getProperties().getResponseTopic(), answer);

    MqttMessage came = answers.poll(10, TimeUnit.SECONDS);
    assertThat(came.getPayload()).asString(UTF_8).isEqualTo("42");
    assertThat(came.getProperties().getCorrelationData()).asString(UTF_8).isEqualTo("first");
    close(server);
    close(client);
  }

  @Test
  void section_4_clientsOfBothVersionsTalkToEachOther() throws Exception {
    MqttClient newer = newer("newer");
    org.eclipse.paho.client.mqttv3.MqttClient older = older("older");
    BlockingQueue<String> atNewer = new LinkedBlockingQueue<>();
    BlockingQueue<String> atOlder = new LinkedBlockingQueue<>();
    subscribe(newer, "to/newer", (topic, message) -> atNewer.add(message + " " + message.getQos()));
    older.subscribe(
        "to/older", 2, (topic, message) -> atOlder.add(message + " " + message.getQos()));

    for (int qos = 0; qos <= 2; qos++) {
      newer.publish("to/older", "hello".getBytes(UTF_8), qos, false);
      older.publish("to/newer", "welcome".getBytes(UTF_8), qos, false);

      assertThat(atOlder.poll(10, TimeUnit.SECONDS)).isEqualTo("hello " + qos);
      assertThat(atNewer.poll(10, TimeUnit.SECONDS)).isEqualTo("welcome " + qos);
    }

    close(newer);
    older.disconnect();
    older.close();
  }

  private static void close(MqttClient client) throws MqttException {
    client.disconnect();
    client.close();
  }
}
