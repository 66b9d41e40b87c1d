package io.margay.itest.mqtt;

import io.margay.itest.support.Program;
import io.margay.itest.support.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code mosquitto_pub}: one message, acknowledged. */
public record MqttPublisher(int port) {

  /**
   * Publishes.
   *
   * @param options further ones of mosquitto_pub
   */
  public void publish(String topic, String payload, String... options) {
    List<String> command = new ArrayList<>(List.of(Program.MOSQUITTO_PUB.path(), "-q", "1"));
    command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of("-t", topic, "-m", payload));
    command.addAll(List.of(options));
    RunningProgram.Result result = RunningProgram.run(Map.of(), command);
    if (result.exitCode() != 0) {
      throw new AssertionError("mosquitto_pub failed: " + result.text());
    }
  }
}
