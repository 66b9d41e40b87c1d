package io.margay.itest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Publishers and subscribers on one thread. There is a bound on what is under way, so that no
 * broker has to throw anything away, and what arrives is counted.
 */
final class MqttLoad implements AutoCloseable {
  private static final int BUFFER = 1 << 18;
  private static final int UNDER_WAY = 1_000;
  private static final byte[] TOPIC = "bench/line1/press/speed".getBytes(StandardCharsets.UTF_8);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final int qos;
  private final int mostUnderWay;
  private final Selector selector;
  private final List<LoadClient> publishers = new ArrayList<>();
  private final List<LoadClient> subscribers = new ArrayList<>();
  private long published;
  private long arrived;
  private long[] delays = new long[0];
  private int delayed;

  /** Messages that arrived in a time, and those that never did. */
  record Flow(long arrived, long nanos, long lost) {
    double perSecond() {
      return arrived * 1e9 / nanos;
    }
  }

  MqttLoad(int port, int qos, int publishers, int subscribers) {
    this.qos = qos;
    this.mostUnderWay = UNDER_WAY * Math.max(1, subscribers / 10);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < subscribers; i++) {
      LoadClient client = new LoadClient(selector, port, "to-" + i, BUFFER, this::came);
      this.subscribers.add(client);
      client.subscribe(new String(TOPIC, StandardCharsets.UTF_8), qos);
    }
    for (int i = 0; i < publishers; i++) {
      this.publishers.add(new LoadClient(selector, port, "from-" + i, BUFFER, this::came));
    }
    await(this.subscribers, 2);
    await(this.publishers, 1);
  }

  private void await(List<LoadClient> clients, int answers) {
    long end = System.nanoTime() + PATIENCE;
    while (clients.stream().anyMatch(client -> client.answers() < answers)) {
      turn(true);
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the broker does not answer");
      }
    }
  }

  private void came(ByteBuffer buffer, int payload) {
    arrived++;
    if (delayed < delays.length) {
      delays[delayed++] = System.nanoTime() - buffer.getLong(payload);
    }
  }

  /** As fast as the broker takes and gives. */
  Flow flood(int warmUpSeconds, int seconds) {
    flood(warmUpSeconds);
    drain();
    long before = arrived;
    long begin = System.nanoTime();
    flood(seconds);
    drain();
    long nanos = System.nanoTime() - begin;
    return new Flow(arrived - before, nanos, published * subscribers.size() - arrived);
  }

  private void flood(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      boolean any = true;
      while (any && underWay() < mostUnderWay) {
        any = publishRound();
      }
      publishers.forEach(LoadClient::flush);
      turn(true);
    }
  }

  private boolean publishRound() {
    boolean any = false;
    for (LoadClient publisher : publishers) {
      if (publisher.hasRoom() && publisher.unacknowledged() < mostUnderWay) {
        publisher.publish(TOPIC, qos, 0);
        published++;
        any = true;
      }
    }
    return any;
  }

  private long underWay() {
    return published * subscribers.size() - arrived;
  }

  /** Waits for what is under way, as long as something comes. */
  private void drain() {
    long last = System.nanoTime();
    while (underWay() > 0 && System.nanoTime() - last < TimeUnit.SECONDS.toNanos(2)) {
      long before = arrived;
      turn(false);
      if (arrived > before) {
        last = System.nanoTime();
      }
    }
  }

  /** Publishes at a steady rate and returns the delays in nanoseconds, sorted. */
  long[] pace(int perSecond, int warmUpSeconds, int seconds) {
    pace(perSecond, warmUpSeconds);
    delays = new long[perSecond * seconds];
    pace(perSecond, seconds);
    long[] sorted = Arrays.copyOf(delays, delayed);
    Arrays.sort(sorted);
    return sorted;
  }

  private void pace(int perSecond, int seconds) {
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long next = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      while (System.nanoTime() < next) {
        turn(false);
      }
      LoadClient publisher = publishers.get(i % publishers.size());
      publisher.publish(TOPIC, qos, System.nanoTime());
      published++;
      publisher.flush();
      next += interval;
    }
    drain();
  }

  private void turn(boolean wait) {
    try {
      if (wait) {
        selector.select(MqttLoad::serve, 1);
      } else {
        selector.selectNow(MqttLoad::serve);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(SelectionKey key) {
    LoadClient client = (LoadClient) key.attachment();
    if (key.isWritable()) {
      client.flush();
    }
    if (key.isReadable()) {
      client.read();
    }
  }

  @Override
  public void close() {
    publishers.forEach(LoadClient::close);
    subscribers.forEach(LoadClient::close);
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
