package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;

/** {@code mosquitto_pub}: one message, acknowledged. */
public record MqttPublisher(int port) {

  public void publish(String topic, String payload) {
    RunningProgram.Result result =
        RunningProgram.run(
            Program.MOSQUITTO_PUB.path(),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-q",
            "1",
            "-t",
            topic,
            "-m",
            payload);
    if (result.exitCode() != 0) {
      throw new AssertionError("mosquitto_pub failed: " + result.text());
    }
  }
}
