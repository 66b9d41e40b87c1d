package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.margay.itest.mqtt.DataFeed;
import io.margay.itest.mqtt.Reading;
import io.margay.itest.mqtt.TwinClient;
import io.margay.itest.node.DeviceYaml;
import io.margay.itest.node.MargayNode;
import io.margay.itest.support.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What devices reported, after the node or its driver were gone for a while. */
class KeptTwinsIT {
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(1);

  /**
   * What a busy machine may add to the delay: the write itself, and threads that wait for a turn.
   */
  private static final Duration SLACK = Duration.ofSeconds(9);

  private static final int ROUNDS = 3;
  private static final String SIMULATOR = "simulator.jar";

  @Test
  void afterPowerCutsTheLastValuesAreThereAndNotOlderThanTheDelay() throws Exception {
    try (MargayNode node = counting("kept-cut")) {
      for (int round = 0; round < ROUNDS; round++) {
        node.deploy(SIMULATOR, node.driver("simulator"));
        node.start();
        List<Reading> seen;
        try (DataFeed feed = DataFeed.on(node.mqttPort())) {
          int readings = 40 + ThreadLocalRandom.current().nextInt(30);
          feed.awaitCount(0, "tank", "pieces", readings);
          node.kill();
          seen = feed.since(0, "tank", "pieces");
        }
        node.undeploy(SIMULATOR);

        node.start();
        JsonNode kept = Await.value("the value from before", () -> pieces(node));

        long last = seen.get(seen.size() - 1).timestamp();
        long age = last - kept.path("metadata").path("timestamp").asLong();
        assertThat(quality(kept)).isEqualTo("UNCERTAIN");
        assertThat(Duration.ofMillis(age)).isLessThan(KEPT_WITHIN.plus(SLACK));
        assertThat(kept.path("value").asInt()).isPositive();
        node.kill();
      }
    }
  }

  @Test
  void whileItsDriverIsAwayADeviceKeepsItsValueButItIsNotGood() {
    try (MargayNode node = counting("kept-driver")) {
      node.deploy(SIMULATOR, node.driver("simulator"));
      node.start();
      try (DataFeed feed = DataFeed.on(node.mqttPort())) {
        feed.awaitGood(0, "tank", "pieces");

        node.undeploy(SIMULATOR);
        Await.until(
            "a value that is not good",
            () -> assertThat(quality(pieces(node))).isEqualTo("UNCERTAIN"));
        int without = feed.mark();
        node.deploy(SIMULATOR, node.driver("simulator"));

        feed.awaitGood(without, "tank", "pieces");
        Await.until(
            "the twin to be good again", () -> assertThat(quality(pieces(node))).isEqualTo("GOOD"));
      }
    }
  }

  /** The reported side of the property. */
  private static JsonNode pieces(MargayNode node) {
    try (TwinClient client = TwinClient.on(node.mqttPort())) {
      JsonNode actual = client.get("tank").path("twin").path("pieces").path("actual");
      assertThat(actual.path("value").asText()).isNotEmpty();
      return actual;
    }
  }

  private static String quality(JsonNode actual) {
    return actual.path("metadata").path("quality").asText("GOOD");
  }

  private static MargayNode counting(String name) {
    MargayNode node = MargayNode.unpacked(name);
    node.configure("io.margay.twin.cfg", "keepDelayMillis=" + KEPT_WITHIN.toMillis() + "\n");
    node.apply(
        "tank.yaml",
        DeviceYaml.of("tank", "simulator")
            .property("pieces", "INT", "ReadOnly", Map.of("signal", "counter", "start", 1)));
    return node;
  }
}
