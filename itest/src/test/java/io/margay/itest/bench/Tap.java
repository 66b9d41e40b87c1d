package io.margay.itest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Takes every report off a node's broker, from the first moment there is one. */
final class Tap implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One report of a device.
   *
   * @param device the topic that it came on
   */
  record Report(long nanos, String device, JsonNode data) {}

  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final LongAdder values = new LongAdder();
  private final boolean keep;
  private final MqttClient client;

  private Tap(MqttClient client, boolean keep) {
    this.client = client;
    this.keep = keep;
  }

  /** A tap that keeps the reports. */
  static Tap keeping(int port) {
    return open(port, true);
  }

  /** A tap that only counts the values. */
  static Tap counting(int port) {
    return open(port, false);
  }

  private static Tap open(int port, boolean keep) {
    try {
      MqttClient client =
          new MqttClient("tcp://127.0.0.1:" + port, "bench", new MemoryPersistence());
      Tap tap = new Tap(client, keep);
      tap.connect();
      client.subscribe(
          "$ke/events/device/+/+/data/update",
          0,
          (topic, message) -> tap.take(topic, message.getPayload()));
      return tap;
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  private void connect() throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(1000);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        client.connect(options);
        return;
      } catch (MqttException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private void take(String topic, byte[] payload) {
    try {
      JsonNode data = JSON.readTree(payload).path("data");
      values.add(data.size());
      if (keep) {
        reports.add(new Report(System.nanoTime(), topic, data));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next report that holds a good value of the property. */
  Report nextGood(String property, long atMostSeconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMostSeconds);
    try {
      while (true) {
        Report report = reports.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (report == null) {
          throw new IllegalStateException("no good value of " + property + " came");
        }
        if (report.data().path(property).path("metadata").path("quality").asText().equals("GOOD")) {
          return report;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes the reports that were kept so far. */
  List<Report> drain() {
    List<Report> drained = new ArrayList<>();
    reports.drainTo(drained);
    return drained;
  }

  /** Forgets the reports that were kept so far. */
  void clear() {
    reports.clear();
  }

  long values() {
    return values.sum();
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(100, 100);
      client.close();
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }
}
