package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Mosquitto;
import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.mqtt.TwinClient;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.ListeningPorts;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import io.margay.itest.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node beside another broker, Debian's mosquitto: it meets its programs there, or there too. */
class BridgeIT {
  private static final String CONFIGURATION = "io.margay.bus.bridge.cfg";
  private static final int MESSAGES = 500;

  @Test
  void programsOfTheOtherBrokerSeeValuesAndSetTwinsWhileTheNodeItselfDoesNotListen() {
    try (Mosquitto mosquitto = new Mosquitto().start();
        MargayNode node = MargayNode.unpacked("bridge-2");
        DataFeed feed = DataFeed.on(mosquitto.port());
        TwinClient twins = TwinClient.on(mosquitto.port())) {
      node.configure(CONFIGURATION, settings(2, "tcp", mosquitto.port(), ""));
      node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
      node.apply("press.yaml", press());
      node.start();

      assertThat(feed.awaitGood(0, "press", "p").value()).isEqualTo("7");
      assertThat(twins.get("press").at("/twin/p/actual/value").asText()).isEqualTo("7");
      assertThat(twins.expect("press", "p", "12").has("code")).isFalse();
      feed.await(0, "press", "p", "12", reading -> reading.value().equals("12"));
      Await.until(
          "no port of the node",
          () -> assertThat(ListeningPorts.of(node.program().pid())).isEmpty());
      assertThat(node.shell("bus:status")).contains("mqttMode is 2").contains("connected");
    }
  }

  @Test
  void messagesPassBothWaysUnderTheirPrefixesAndNoneComesBack() {
    try (Mosquitto mosquitto = new Mosquitto().start();
        MargayNode node = MargayNode.unpacked("bridge-1")) {
      node.configure(
          CONFIGURATION,
          settings(1, "tcp", mosquitto.port(), "topics=chat/# both 1 \"\" berlin/\n"));
      node.start();
      awaitConnected(node);
      try (MqttSubscriber here = MqttSubscriber.to(node.mqttPort(), "#");
          MqttSubscriber there = MqttSubscriber.to(mosquitto.port(), "#")) {

        new MqttPublisher(node.mqttPort()).publish("chat/a", "from-here");
        there.await(0, "our message", message -> message.payload().equals("from-here"));
        new MqttPublisher(node.mqttPort()).publish("other/a", "stays-here");
        new MqttPublisher(mosquitto.port()).publish("other/a", "stays-there");
        new MqttPublisher(mosquitto.port()).publish("berlin/chat/b", "from-there");
        here.await(0, "their message", message -> message.payload().equals("from-there"));

        assertThat(here.since(0))
            .extracting(message -> message.topic() + " " + message.payload())
            .containsExactly("chat/a from-here", "other/a stays-here", "chat/b from-there");
        assertThat(there.since(0))
            .extracting(message -> message.topic() + " " + message.payload())
            .containsExactly(
                "berlin/chat/a from-here", "other/a stays-there", "berlin/chat/b from-there");
      }
    }
  }

  @Test
  void theNodeComesBackToABrokerThatWasAway() {
    try (Mosquitto mosquitto = new Mosquitto().start();
        MargayNode node = MargayNode.unpacked("bridge-away")) {
      node.configure(CONFIGURATION, settings(1, "tcp", mosquitto.port(), "topics=plant/# both\n"));
      node.start();
      awaitConnected(node);
      int log = node.log().mark();

      mosquitto.kill();
      node.log().await(log, "WARN", "The broker at", "is away");
      publishRetained(node.mqttPort(), "plant/state", "meanwhile");
      mosquitto.start();

      try (MqttSubscriber there = MqttSubscriber.to(mosquitto.port(), "plant/#");
          MqttSubscriber here = MqttSubscriber.to(node.mqttPort(), "plant/order")) {
        there.await(0, "what waited", message -> message.payload().equals("meanwhile"));
        Await.until(
            "an order of the broker that is back",
            () -> {
              new MqttPublisher(mosquitto.port()).publish("plant/order", "go on");
              assertThat(here.since(0)).isNotEmpty();
            });
      }
      assertThat(node.log().count(log, "is away")).isEqualTo(1);
    }
  }

  @Test
  void whatWaitsForTheBrokerSurvivesThePowerCutOfTheNodeAndComesInOrder() throws Exception {
    try (Mosquitto mosquitto = new Mosquitto();
        MargayNode node = MargayNode.unpacked("bridge-cut")) {
      node.configure(CONFIGURATION, settings(1, "tcp", mosquitto.port(), "topics=plant/# out\n"));
      node.start();
      publish(node.mqttPort(), "plant/count", MESSAGES);
      Await.until(
          "the messages on the disk",
          () -> assertThat(node.shell("bus:status")).contains(MESSAGES + " on disk"));
      node.kill();

      mosquitto.start();
      try (MqttSubscriber there = MqttSubscriber.to(mosquitto.port(), "plant/#")) {
        node.start();
        there.await(0, "the last one", message -> message.payload().equals("" + (MESSAGES - 1)));

        assertThat(there.since(0))
            .extracting(message -> message.payload())
            .containsExactlyElementsOf(
                IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList());
        Await.until(
            "the disk to be free",
            () -> assertThat(node.shell("bus:status")).contains(" 0 on disk"));
      }
    }
  }

  @Test
  void overTlsTheNodeShowsItsCertificateAndPasswordAndLooksAtTheServersName(@TempDir Path folder)
      throws IOException {
    TestAuthority plant = TestAuthority.in(folder, "plant");
    plant.sign("server");
    plant.signFor("impostor", "DNS:elsewhere.example.com");
    plant.sign("node");
    Path password = Files.writeString(folder.resolve("password"), "jaguarundi\n");
    String tls =
        """
        topics=plant/# out
        user=edge
        passwordFile=%s
        caFile=%s
        certificateFile=%s
        keyFile=%s
        """
            .formatted(password, plant.root(), plant.certificate("node"), plant.key("node"));
    try (Mosquitto mosquitto =
            new Mosquitto().withTls(plant, "server", "edge", "jaguarundi").start();
        Mosquitto impostor =
            new Mosquitto().withTls(plant, "impostor", "edge", "jaguarundi").start();
        MargayNode node = MargayNode.unpacked("bridge-tls");
        MqttSubscriber there = MqttSubscriber.to(mosquitto.port(), "plant/#");
        MqttSubscriber elsewhere = MqttSubscriber.to(impostor.port(), "plant/#")) {
      node.configure(CONFIGURATION, settings(1, "ssl", impostor.tlsPort(), tls));
      node.start();
      node.log().await(0, "ssl://127.0.0.1:" + impostor.tlsPort(), "is away", "127.0.0.1");
      new MqttPublisher(node.mqttPort()).publish("plant/secret", "42");

      node.configure(CONFIGURATION, settings(1, "ssl", mosquitto.tlsPort(), tls));
      there.await(0, "the message", message -> message.payload().equals("42"));

      assertThat(elsewhere.since(0)).isEmpty();
      assertThat(node.log().since(0)).noneMatch(line -> line.contains("jaguarundi"));
    }
  }

  @Test
  void aNodeIsNotBridgedToItself() {
    try (MargayNode node = MargayNode.unpacked("bridge-self")) {
      node.configure(CONFIGURATION, settings(1, "tcp", node.mqttPort(), ""));
      node.start();

      node.log().await(0, "which is this node's own broker");
      assertThat(node.shell("bus:status")).containsPattern("bridge\\W+off");
    }
  }

  private static String settings(int mode, String scheme, int port, String more) {
    return "mqttMode=%d\nserver=%s://127.0.0.1:%d\nretryMinMillis=100\nretryMaxMillis=1000\n%s"
        .formatted(mode, scheme, port, more);
  }

  private static DeviceYaml press() {
    return DeviceYaml.of("press", "single").property("p", "INT", "ReadWrite", Map.of());
  }

  private static void awaitConnected(MargayNode node) {
    node.log().await(0, "Connected to the broker at");
  }

  private static void publishRetained(int port, String topic, String text) {
    withPaho(port, client -> client.publish(topic, text.getBytes(), 1, true));
  }

  private static void publish(int port, String topic, int count) {
    List<String> texts = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    withPaho(
        port,
        client -> {
          for (String text : texts) {
            client.publish(topic, text.getBytes(), 1, false);
          }
        });
  }

  @FunctionalInterface
  private interface Work {
    void with(MqttClient client) throws MqttException;
  }

  private static void withPaho(int port, Work work) {
    try (MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + port, "itest-bridge", new MemoryPersistence())) {
      MqttConnectOptions options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      // Paho wakes the publisher of an acknowledged message before it counts it as gone.
      options.setMaxInflight(10_000);
      client.connect(options);
      work.with(client);
      client.disconnect();
    } catch (MqttException e) {
      throw new AssertionError("Paho failed: " + e, e);
    }
  }
}
