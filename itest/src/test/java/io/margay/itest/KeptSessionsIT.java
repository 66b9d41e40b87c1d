package io.margay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.margay.itest.mqtt.Message;
import io.margay.itest.mqtt.MqttPublisher;
import io.margay.itest.mqtt.MqttSubscriber;
import io.margay.itest.node.MargayNode;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What {@code mosquitto_sub -c} finds after the node was stopped or killed. */
class KeptSessionsIT {

  @Test
  void aKeptSessionAndWhatIsRetainedSurviveAKilledAndAStoppedNode() throws Exception {
    try (MargayNode node = MargayNode.unpacked("kept-sessions")) {
      node.start();
      MqttPublisher publisher = new MqttPublisher(node.mqttPort());
      MqttSubscriber.kept(node.mqttPort(), "panel", "line/#").close();
      publisher.publish("state/door", "open", "-r");

      publisher.publish("line/1", "one");
      node.kill();
      node.start();
      publisher.publish("line/1", "two", "-q", "2");
      node.stop();
      node.start();
      publisher.publish("line/1", "three");
      node.kill();
      node.start();

      try (MqttSubscriber panel = MqttSubscriber.kept(node.mqttPort(), "panel", "line/#");
          MqttSubscriber newcomer = MqttSubscriber.to(node.mqttPort(), "state/#")) {
        // A message of QoS 2 is told when its handshake is over, so a later one may come before it.
        panel.await(0, "the message of QoS 2", message -> message.payload().equals("two"));
        panel.await(0, "the last message", message -> message.payload().equals("three"));
        newcomer.await(0, "what is retained", message -> message.payload().equals("open"));
        assertThat(panel.since(0))
            .extracting(Message::payload)
            .containsExactlyInAnyOrder("one", "two", "three");
      }
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(node.var().resolve("bus/journal.db"))))
          .isEqualTo("rw-------");
      assertThat(node.shell("bus:status")).contains("journal.db");
    }
  }
}
