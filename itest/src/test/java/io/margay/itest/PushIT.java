package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.margay.itest.driver.TestDriverJar;
import io.margay.itest.mqtt.Mosquitto;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.Distribution;
import io.margay.itest.node.MargayNode;
import io.margay.itest.push.WebTarget;
import io.margay.itest.support.Await;
import io.margay.itest.support.ReservedPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A node that pushes samples: to a web server that comes and goes, to mosquitto, to a collector.
 */
class PushIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WAITING =
      Pattern.compile("(?m)^http +\\S+ +away.*? {2}([0-9]+) +[0-9]+ +[0-9]+ +[0-9]+ ");

  @Test
  void whatAWebServerMissedWhileItWasAwayAndTheNodeWasKilledArrivesInOrderWithoutAGap()
      throws IOException {
    try (ReservedPort port = new ReservedPort();
        MargayNode node = node("push-away", 7)) {
      node.apply(
          "press.yaml",
          press("{http: {hostName: 127.0.0.1, port: %d, requestPath: /values}}", port.number()));
      node.start();
      Await.until(
          "records on the disk",
          () -> assertThat(node.shell("push:list")).contains("away").contains("refused"));
      Await.until("some of them", () -> assertThat(waiting(node)).isGreaterThan(20));
      node.kill();

      try (WebTarget target = WebTarget.on(port.number())) {
        node.start();
        Await.until("nothing waits", () -> assertThat(node.shell("push:list")).contains("ready"));
        Await.until("values from now", () -> assertThat(sequences(target)).hasSizeGreaterThan(40));

        List<Long> arrived = sequences(target);
        int restart = arrived.lastIndexOf(1L);
        assertThat(restart).isGreaterThan(20);
        assertGapless(arrived.subList(0, restart));
        assertGapless(arrived.subList(restart, arrived.size()));
        assertThat(JSON.readTree(target.bodies().get(0)).at("/0/value").asLong()).isEqualTo(7);
      }
    }
  }

  @Test
  void mosquittoGetsValuesWithQosOverOneConnectionWhileAnotherTargetHangs() {
    try (WebTarget hanging = WebTarget.thatHangs();
        Mosquitto mosquitto = new Mosquitto().start();
        MargayNode node = node("push-mqtt", 7)) {
      node.apply(
          "press.yaml",
          press(
              "{mqtt: [{address: 'tcp://127.0.0.1:%d', topic: plant/p, qos: 1},"
                  + " {address: '127.0.0.1:%1$d', topic: legacy/p, format: legacy}],"
                  + " http: {hostName: 127.0.0.1, port: %d, requestPath: /}}",
              mosquitto.port(), hanging.port()));
      try (MqttSubscriber there = MqttSubscriber.to(mosquitto.port(), "#")) {
        node.start();
        there.await(0, "JSON", message -> message.payload().contains("\"sequence\":20"));
        there.await(
            0,
            "KubeEdge's text",
            message -> message.payload().matches("time is [-0-9]{10} [:0-9]{8}  legacy/p: 7"));
      }
      assertThat(node.shell("push:list")).contains("tcp://127.0.0.1:" + mosquitto.port());
      assertThat(node.shell("push:get " + mosquitto.port())).contains("LAST DELIVERY");
    }
  }

  @Test
  void aCollectorGetsGaugesOnceTheJarOfTheMethodIsDropped() throws IOException {
    try (WebTarget collector = WebTarget.on(0);
        MargayNode node = node("push-otel", 7)) {
      node.apply(
          "press.yaml", press("{otel: {endpointURL: 'http://127.0.0.1:%d'}}", collector.port()));
      node.start();
      Await.until(
          "the missing sink",
          () -> assertThat(node.shell("push:list")).contains("no sink").contains("otel"));

      node.deploy("otel.jar", Distribution.extra("push/otel.jar"));
      Await.until("a request", () -> assertThat(collector.bodies()).isNotEmpty());

      JsonNode metric =
          JSON.readTree(collector.bodies().get(0))
              .at("/resourceMetrics/0/scopeMetrics/0/metrics/0");
      assertThat(metric.at("/name").asText()).isEqualTo("p");
      assertThat(metric.at("/gauge/dataPoints/0/asInt").asText()).isEqualTo("7");
      assertThat(collector.paths()).containsOnly("/v1/metrics");
    }
  }

  @Test
  void aManifestWithAMistakeInAPushMethodIsRefusedWithThePlaceOfIt() {
    try (MargayNode node = node("push-refused", 7)) {
      node.start();
      int log = node.log().mark();

      node.apply("press.yaml", press("{http: {hostName: 'ftp://x', port: 80}}"));

      node.log().await(log, "press.yaml", "pushMethod", "hostName", "ftp://x");
    }
  }

  private static MargayNode node(String name, int value) {
    MargayNode node = MargayNode.unpacked(name);
    node.deploy("single.jar", TestDriverJar.withValue("single", "1.0.0", "single", value));
    node.configure("io.margay.push.cfg", "retryMinMillis=100\nretryMaxMillis=500\n");
    return node;
  }

  private static String press(String pushMethod, Object... arguments) {
    return DeviceYaml.of("press", "single")
            .everyMillis(50)
            .property("p", "INT", "ReadOnly", Map.of())
            .text()
        + "      pushMethod: "
        + pushMethod.formatted(arguments)
        + "\n";
  }

  /** What waits, as the line of the web server in {@code push:list} has it. */
  private static long waiting(MargayNode node) {
    Matcher line = WAITING.matcher(node.shell("push:list"));
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }

  /** Without repetitions, which a delivery that was cut off makes. */
  private static List<Long> sequences(WebTarget target) {
    List<Long> sequences = new ArrayList<>();
    for (String body : target.bodies()) {
      try {
        JSON.readTree(body).forEach(sent -> sequences.add(sent.get("sequence").asLong()));
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
    return sequences;
  }

  private static void assertGapless(List<Long> sequences) {
    TreeSet<Long> all = new TreeSet<>(sequences);
    assertThat(all.last() - all.first() + 1).isEqualTo(all.size());
    assertThat(new ArrayList<>(all)).isEqualTo(sequences.stream().distinct().toList());
  }
}
