package io.margay.bus.internal.mqtt;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Publishes 1, 2, 3, … in turn with QoS 1 and 2, and after each new connection goes on where the
 * protocol wants it to, until everything is acknowledged.
 */
final class SteadyPublisher {
  private final Semaphore pace;
  private final Map<Integer, Open> open = new LinkedHashMap<>();
  private volatile int last;

  /** A message without its last acknowledgement. */
  private record Open(int number, boolean taken) {}

  /**
   * @param pace a permit is taken for each message
   */
  SteadyPublisher(Semaphore pace) {
    this.pace = pace;
  }

  /** The number published last; any thread may ask. */
  int last() {
    return last;
  }

  /** Publishes as long as the connection holds and there are permits. */
  void run(PlainClient client, int window) throws IOException {
    for (Map.Entry<Integer, Open> entry : open.entrySet()) {
      if (entry.getValue().taken()) {
        client.reply(PlainClient.PUBREL, entry.getKey());
      } else {
        publish(client, entry.getValue().number(), true);
      }
    }
    while (true) {
      while (open.size() < window && pace.tryAcquire()) {
        int next = last + 1;
        open.put(id(next), new Open(next, false));
        last = next;
        publish(client, next, false);
      }
      if (open.isEmpty()) {
        return;
      }
      answered(client, client.read());
    }
  }

  private static int id(int number) {
    return number % 60_000 + 1;
  }

  private static void publish(PlainClient client, int number, boolean again) throws IOException {
    client.publish("line", 1 + number % 2, id(number), again, Integer.toString(number));
  }

  private void answered(PlainClient client, PlainClient.Packet packet) throws IOException {
    switch (packet.type()) {
      case PlainClient.PUBACK, PlainClient.PUBCOMP -> open.remove(packet.id());
      case PlainClient.PUBREC -> {
        open.computeIfPresent(packet.id(), (id, was) -> new Open(was.number(), true));
        client.reply(PlainClient.PUBREL, packet.id());
      }
      default -> throw new AssertionError("unexpected " + packet);
    }
  }
}
