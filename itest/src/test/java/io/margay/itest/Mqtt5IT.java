package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.Message;
import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The node's broker and mosquitto's clients in MQTT 5. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Mqtt5IT {
  private static final List<String> MQTT_5 = List.of("-V", "mqttv5");

  private MargayNode node;

  @BeforeAll
  void startANode() {
    node = MargayNode.unpacked("mqtt5");
    node.configure(
        "io.margay.bus.cfg", "port=%d\nsystemTopicsSeconds=1\n".formatted(node.mqttPort()));
    node.start();
  }

  @AfterAll
  void stopIt() {
    node.close();
  }

  @Test
  void whatAPublisherSaysOfAMessageReachesTheSubscriber() {
    try (MqttSubscriber subscriber =
        MqttSubscriber.to(node.mqttPort(), "%p|%C|%R|%D|%P", MQTT_5, "said/#")) {
      new MqttPublisher(node.mqttPort())
          .publish(
              "said/it",
              "hello",
              "-V",
              "mqttv5",
              "-D",
              "publish",
              "content-type",
              "text/plain",
              "-D",
              "publish",
              "response-topic",
              "answers",
              "-D",
              "publish",
              "correlation-data",
              "42",
              "-D",
              "publish",
              "user-property",
              "who",
              "me");

      Message message = subscriber.await(0, "the message", any -> true);

      assertThat(message.payload()).isEqualTo("hello|text/plain|answers|42|who:me");
    }
  }

  @Test
  void membersOfAShareDivideTheMessagesWhateverTheirVersion() {
    String shared = "$share/workers/jobs/+";
    try (MqttSubscriber one = MqttSubscriber.to(node.mqttPort(), "%p", MQTT_5, shared);
        MqttSubscriber other = MqttSubscriber.to(node.mqttPort(), shared)) {
      MqttPublisher publisher = new MqttPublisher(node.mqttPort());
      IntStream.range(0, 6).forEach(i -> publisher.publish("jobs/" + i, "x"));

      Await.until(
          "six messages, three for each",
          () -> {
            assertThat(one.since(0)).hasSize(3);
            assertThat(other.since(0)).hasSize(3);
          });
    }
  }

  @Test
  void theBrokerReportsOnItself() {
    try (MqttSubscriber subscriber =
        MqttSubscriber.to(node.mqttPort(), "%p", MQTT_5, "$SYS/broker/#")) {
      assertThat(subscriber.await(0, "version", on("$SYS/broker/version")).payload())
          .startsWith("margay ");
      subscriber.await(
          0,
          "itself among the clients",
          message ->
              message.topic().equals("$SYS/broker/clients/connected")
                  && Integer.parseInt(message.payload()) > 0);
    }
  }

  private static Predicate<Message> on(String topic) {
    return message -> message.topic().equals(topic);
  }

  @Test
  void theShellEndsAClientsConnection() {
    try (MqttSubscriber subscriber =
        MqttSubscriber.to(
            node.mqttPort(), "%p", List.of("-V", "mqttv5", "-i", "unwanted"), "any")) {
      assertThat(subscriber.isConnected()).isTrue();
      assertThat(node.shell("bus:clients")).contains("unwanted", "5.0");

      assertThat(node.shell("bus:kick --forget unwanted")).contains("kicked unwanted");
      assertThat(node.shell("bus:kick nobody")).contains("no client nobody is connected");
    }
  }
}
