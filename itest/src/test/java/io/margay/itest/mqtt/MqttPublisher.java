package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.util.ArrayList;
import java.util.List;

/** {@code mosquitto_pub}: one message, acknowledged. */
public record MqttPublisher(int port) {

  /** Publishes with QoS 1. */
  public void publish(String topic, String payload) {
    publish(topic, payload, "-q", "1");
  }

  /** Publishes with options of {@code mosquitto_pub}. */
  public void publish(String topic, String payload, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(Program.MOSQUITTO_PUB.path(), "-h", "127.0.0.1", "-p", "" + port));
    command.addAll(List.of("-t", topic, "-m", payload));
    command.addAll(List.of(options));
    RunningProgram.Result result = RunningProgram.run(command.toArray(String[]::new));
    if (result.exitCode() != 0) {
      throw new AssertionError("mosquitto_pub failed: " + result.text());
    }
  }
}
