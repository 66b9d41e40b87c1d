package io.margay.itest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * A counter's mapper as KubeEdge's users write them since KubeEdge 1.16, on Eclipse Paho. It knows
 * KubeEdge's topics and nothing of Margay: while its switch is wished to be ON it counts and
 * reports, and it reports the switch as soon as it has obeyed.
 */
public final class CounterProgram implements AutoCloseable {
  private static final long CYCLE_MILLIS = 100;
  private static final String REPORT =
      "{\"event_id\":\"%s\",\"timestamp\":%d,"
          + "\"twin\":{\"%s\":{\"actual\":{\"value\":\"%s\"},\"metadata\":{\"type\":\"%s\"}}}}";

  private final String root;
  private final MqttClient client;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private boolean counting;
  private int count;

  private CounterProgram(int port, String namespace, String device) throws MqttException {
    root = "$hw/events/device/" + namespace + "/" + device;
    client =
        new MqttClient("tcp://127.0.0.1:" + port, "counter-" + device, new MemoryPersistence());
  }

  /** Starts it; it works until it is closed. */
  public static CounterProgram start(int port, String namespace, String device) {
    try {
      CounterProgram program = new CounterProgram(port, namespace, device);
      program.client.connect();
      program.client.subscribe(
          program.root + "/twin/update/delta", 1, (topic, message) -> program.wished(message));
      program.publish(
          "/state/update", "{\"event_id\":\"up\",\"timestamp\":1,\"state\":\"online\"}");
      program.thread.scheduleWithFixedDelay(
          program::tick, CYCLE_MILLIS, CYCLE_MILLIS, TimeUnit.MILLISECONDS);
      return program;
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs on Paho's thread, which must not wait for a publication to be acknowledged. */
  private void wished(MqttMessage message) {
    JsonNode delta =
        new Message(root, new String(message.getPayload(), StandardCharsets.UTF_8))
            .json()
            .path("delta");
    if (delta.has("switch")) {
      thread.execute(() -> turn(delta.path("switch").asText()));
    }
  }

  private void turn(String wished) {
    counting = wished.equals("ON");
    report("switch", wished, "string");
  }

  private void tick() {
    if (counting) {
      report("count", Integer.toString(++count), "int");
    }
  }

  private void report(String property, String value, String type) {
    publish(
        "/twin/update",
        REPORT.formatted(UUID.randomUUID(), System.currentTimeMillis(), property, value, type));
  }

  private void publish(String what, String message) {
    try {
      client.publish(root + what, message.getBytes(StandardCharsets.UTF_8), 1, false);
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      client.disconnectForcibly(1_000, 1_000);
      client.close();
    } catch (MqttException e) {
      throw new AssertionError(e);
    }
  }
}
