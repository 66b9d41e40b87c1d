package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.mqtt.TwinClient;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT clients that send nonsense, and a port that somebody else has. */
class MqttFaultsIT {

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OnARunningNode {
    private MargayNode node;
    private DataFeed feed;
    private TwinClient twins;

    @BeforeAll
    void startANode() {
      node = MargayNode.unpacked("mqtt-faults");
      node.configure(
          "io.margay.bus.cfg", "port=%d\nconnectTimeoutSeconds=5\n".formatted(node.mqttPort()));
      node.start();
      feed = DataFeed.on(node.mqttPort());
      twins = TwinClient.on(node.mqttPort());
      node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
      node.apply("steady.yaml", device("steady"));
      feed.awaitGood(0, "steady", "p");
    }

    @AfterAll
    void stopIt() {
      twins.close();
      feed.close();
      node.close();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "no JSON at all",
          "{\"event_id\":",
          "[]",
          "{\"twin\":17}",
          "{\"event_id\":\"1\",\"twin\":{\"p\":{\"expected\":{\"value\":{}}}}}",
          "{\"event_id\":\"1\",\"twin\":{\"p\":{\"expected\":{\"value\":\"not a number\"}}}}"
        })
    void nonsenseToATwinIsAnsweredWith400AndAReason(String payload) {
      var answer = twins.send("steady", "update", payload);

      assertThat(answer.path("code").asInt()).as("%s", answer).isEqualTo(400);
      assertThat(answer.path("reason").asText()).isNotBlank();
      feed.awaitGood(feed.mark(), "steady", "p");
    }

    @Test
    void aWishForADeviceThatIsNotThereIsAnsweredWith404() {
      assertThat(twins.expect("nobody", "p", "1").path("code").asInt()).isEqualTo(404);
    }

    @Test
    void deeplyNestedJsonIsAnsweredWith400() {
      var answer = twins.send("steady", "update", "[".repeat(50_000));

      assertThat(answer.path("code").asInt()).isEqualTo(400);
      feed.awaitGood(feed.mark(), "steady", "p");
    }

    @Test
    void bytesThatAreNoMqttCostTheirSenderTheConnectionAndNobodyElseAnything() throws IOException {
      Random random = new Random(1);
      List<Socket> strangers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        byte[] bytes = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        if (i % 2 == 0) {
          bytes = new byte[4096];
          random.nextBytes(bytes);
        }
        Socket socket = connect();
        socket.getOutputStream().write(bytes);
        strangers.add(socket);
      }

      for (Socket stranger : strangers) {
        assertThat(isClosedByPeer(stranger)).isTrue();
      }
      feed.awaitGood(feed.mark(), "steady", "p");
      assertThat(node.log().since(0)).noneMatch(line -> line.startsWith("\tat "));
    }

    private static boolean isClosedByPeer(Socket socket) throws IOException {
      try (socket) {
        socket.setSoTimeout((int) Await.PATIENCE.toMillis());
        return socket.getInputStream().readAllBytes().length == 0;
      } catch (SocketException reset) {
        return true;
      }
    }

    private Socket connect() throws IOException {
      return new Socket(InetAddress.getByName("127.0.0.1"), node.mqttPort());
    }
  }

  @Test
  void aNodeWhosePortIsTakenSaysSoGoesOnAndBindsWhenItBecomesFree() throws IOException {
    try (MargayNode node = MargayNode.unpacked("port-taken")) {
      node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", 7));
      node.apply("steady.yaml", device("steady"));
      try (ServerSocket squatter = new ServerSocket()) {
        squatter.bind(new InetSocketAddress("127.0.0.1", node.mqttPort()));

        node.start();

        node.log()
            .await(
                0,
                "a complaint about the port",
                line ->
                    line.contains(":" + node.mqttPort())
                        && (line.contains("WARN") || line.contains("ERROR")));
        Await.until(
            "values inside the node",
            () ->
                assertThat(node.shell("device:get steady").lines())
                    .anyMatch(line -> line.contains("7") && line.contains("GOOD")));
        assertThat(node.shell("bus:sub -n 1 '$ke/events/device/default/steady/data/update'"))
            .contains("GOOD");
      }

      DataFeed feed = Await.value("the broker on its port", () -> connected(node));
      try (feed) {
        assertThat(feed.awaitGood(0, "steady", "p")).matches(Reading::isGood);
      }
    }
  }

  private static DataFeed connected(MargayNode node) throws IOException {
    new Socket(InetAddress.getByName("127.0.0.1"), node.mqttPort()).close();
    return DataFeed.on(node.mqttPort());
  }

  private static DeviceYaml device(String name) {
    return DeviceYaml.of(name, "single").property("p", "INT", "ReadWrite", Map.of());
  }
}
