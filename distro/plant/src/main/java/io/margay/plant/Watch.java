package io.margay.plant;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Prints the values that a node publishes, one tidy line each.
 *
 * <p>{@code java -cp plant.jar io.margay.plant.Watch --port 1883 --count 20}. It waits for a node
 * that is not there yet, and for one that went away.
 */
public final class Watch {
  private static final String TOPICS = "$ke/events/device/+/+/data/update";
  private static final int MOST_WAITING = 1000;
  private static final long RETRY_MILLIS = 250;
  private static final long QUIESCE_MILLIS = 200;

  private final String broker;
  private final boolean json;
  private final PrintStream out;
  private final ZoneId zone;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_WAITING);

  Watch(String broker, boolean json, PrintStream out, ZoneId zone) {
    this.broker = broker;
    this.json = json;
    this.out = out;
    this.zone = zone;
  }

  public static void main(String[] arguments) throws InterruptedException, MqttException {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("host", "127.0.0.1");
    known.put("port", "1883");
    known.put("count", "0");
    known.put("json", "false");
    try {
      Options options = Options.parse(known, arguments);
      String broker =
          "tcp://%s:%d".formatted(options.text("host"), options.number("port", 1, 65_535));
      int count = options.number("count", 0, Integer.MAX_VALUE);
      new Watch(broker, options.flag("json"), System.out, ZoneId.systemDefault()).run(count);
      System.exit(0);
    } catch (IllegalArgumentException e) {
      System.err.println("watch: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Prints until so many lines are out.
   *
   * @param count 0 for no end
   */
  void run(int count) throws InterruptedException, MqttException {
    try (MqttClient client =
        new MqttClient(broker, MqttClient.generateClientId(), new MemoryPersistence())) {
      long printed = 0;
      while (count == 0 || printed < count) {
        String line = connected(client) ? lines.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS) : null;
        if (line != null) {
          out.println(line);
          printed++;
        }
      }
      client.disconnectForcibly(QUIESCE_MILLIS, QUIESCE_MILLIS);
    }
  }

  /** Connects and subscribes if need be; waits a little where that fails. */
  private boolean connected(MqttClient client) throws InterruptedException {
    if (client.isConnected()) {
      return true;
    }
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(true);
    try {
      client.connect(options);
      client.subscribe(TOPICS, 0, (topic, message) -> take(topic, message.getPayload()));
      return true;
    } catch (MqttException e) {
      Thread.sleep(RETRY_MILLIS);
      return false;
    }
  }

  private void take(String topic, byte[] payload) throws InterruptedException {
    for (String line : lines(topic, payload)) {
      lines.put(line);
    }
  }

  private List<String> lines(String topic, byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (json) {
      return List.of(text);
    }
    try {
      return Report.parse(topic, payload).lines(zone);
    } catch (IOException e) {
      return List.of(topic + " is not a report: " + text);
    }
  }
}
